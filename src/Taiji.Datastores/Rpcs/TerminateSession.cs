using System.Globalization;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Rpcs;

/// <summary><c>taiji-sessions:terminate-session</c>: kill-session for every protocol.</summary>
/// <param name="operations">Does it.</param>
public sealed class TerminateSession(Operations operations) : IOperationHandler
{
    /// <inheritdoc/>
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        operations.KillSession(invocation.Session, uint.Parse(invocation.Input.Root.ChildText("id")!, CultureInfo.InvariantCulture));
        return new ValueTask<DataTree?>((DataTree?)null);
    }
}
