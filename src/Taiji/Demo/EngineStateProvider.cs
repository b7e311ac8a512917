using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Demo;

/// <summary>Gives <c>/taiji-example:engine</c>.</summary>
internal sealed class EngineStateProvider(SensorEngine engine) : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var node = new DataPath(context.Running.Schema).Child("taiji-example:engine");
        var sensors = engine.Sensors;
        state.SetText(node.Child("start-time"), DemoText.Time(engine.StartTime));
        state.SetText(node.Child("uptime"), ((long)(engine.Now - engine.StartTime).TotalSeconds).ToString(CultureInfo.InvariantCulture));
        state.SetText(node.Child("active-sensors"), sensors.Count.ToString(CultureInfo.InvariantCulture));
        state.SetText(node.Child("capacity"), SensorEngine.Capacity.ToString(CultureInfo.InvariantCulture));
        state.SetText(node.Child("load"), DemoText.Measure(sensors.Sum(s => s.Settings.Load)));
        return ValueTask.CompletedTask;
    }
}
