using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Plugins;

/// <summary>A state provider: asked when a reader's filter can reach its path.</summary>
public sealed class DoorState(Doors doors) : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var path = new DataPath(context.Running.Schema).Child("acme-door:doors");
        foreach (var (name, isOpen) in doors.All) state.SetText(path.Entry("door", name).Child("is-open"), isOpen ? "true" : "false");
        return ValueTask.CompletedTask;
    }
}
