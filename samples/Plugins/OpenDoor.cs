using System.Globalization;
using Taiji.Datastores;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Typed;
using Taiji.Yang.Data;

namespace Plugins;

/// <summary>An operation handler: the action <c>open</c> of a door. Its input is checked before, its output after.</summary>
public sealed class OpenDoor(Doors doors, Operations operations, TimeProvider time) : IOperationHandler
{
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        // The action's node is there: that was checked. Typed access makes an object of it.
        var door = operations.Begin(invocation.Session).Content.Get<DoorSettings>(invocation.Target!)!;
        doors.Open(door.Name);
        var seconds = invocation.Input.Root.ChildText("seconds") is { } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : door.MaxOpenSeconds ?? 0;
        var schema = invocation.Input.Schema;
        var output = DataTree.Empty(schema, invocation.Operation.Output).Edit();
        output.SetText(new DataPath(schema, invocation.Operation.Output).Child("closes-at"), time.GetUtcNow().AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture));
        return new ValueTask<DataTree?>(output.Seal());
    }
}
