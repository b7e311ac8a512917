using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace EmbeddedServer;

/// <summary>Reads the speeds off the hardware when somebody asks.</summary>
internal sealed class FanSpeeds(FanHardware hardware) : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var fans = new DataPath(context.Running.Schema).Child("acme-fan:fans");
        foreach (var (slot, speed) in hardware.Speeds)
        {
            state.SetText(fans.Entry("fan", slot).Child("speed"), speed.ToString(CultureInfo.InvariantCulture));
        }

        return ValueTask.CompletedTask;
    }
}
