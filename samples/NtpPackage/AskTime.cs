using System.Globalization;
using Taiji.Datastores.Rpcs;
using Taiji.Yang.Data;

namespace NtpPackage;

/// <summary>An operation handler, which says how far it is.</summary>
public sealed class AskTime(Clocks clocks, TimeProvider time) : IOperationHandler
{
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var server = invocation.Input.Root.ChildText("server")!;
        invocation.Progress.Report(new OperationProgress($"asking {server}", 50));
        if (!clocks.Has(server)) return new ValueTask<DataTree?>((DataTree?)null);
        var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
        output.SetText(new DataPath(invocation.Input.Schema, invocation.Operation.Output).Child("seconds"), time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return new ValueTask<DataTree?>(output.Seal());
    }
}
