using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace NtpPackage;

/// <summary>A state provider: which servers answer.</summary>
public sealed class ServerState(Clocks clocks) : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var path = new DataPath(context.Running.Schema).Child("acme-ntp:ntp");
        foreach (var address in clocks.All) state.SetText(path.Entry("server", address).Child("reachable"), "true");
        return ValueTask.CompletedTask;
    }
}
