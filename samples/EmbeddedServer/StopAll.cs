using Taiji.Datastores.Rpcs;
using Taiji.Yang.Data;

namespace EmbeddedServer;

/// <summary>The rpc <c>stop-all</c>: no input, no output.</summary>
internal sealed class StopAll(FanHardware hardware) : IOperationHandler
{
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        hardware.StopAll();
        return new((DataTree?)null);
    }
}
