using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Demo;

/// <summary>Gives each sensor's <c>reading</c> and <c>statistics</c>.</summary>
internal sealed class SensorStateProvider(SensorEngine engine) : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var sensors = new DataPath(context.Running.Schema).Child("taiji-example:sensors");
        foreach (var sensor in engine.Sensors)
        {
            var entry = sensors.Entry("sensor", sensor.Settings.Name);
            if (sensor.Latest is { } latest) WriteReading(state, entry.Child("reading"), latest, sensor.Settings.Threshold);
            WriteStatistics(state, entry.Child("statistics"), sensor);
        }

        return ValueTask.CompletedTask;
    }

    private static void WriteReading(DataTreeEditor state, DataPath reading, Reading latest, decimal? threshold)
    {
        state.SetText(reading.Child("value"), DemoText.Measure(latest.Value));
        state.SetText(reading.Child("time"), DemoText.Time(latest.Time));
        if (threshold is { } t) state.SetText(reading.Child("above-threshold"), latest.Value > t ? "true" : "false");
    }

    private static void WriteStatistics(DataTreeEditor state, DataPath statistics, Sensor sensor)
    {
        state.SetText(statistics.Child("start-time"), DemoText.Time(sensor.StartTime));
        state.SetText(statistics.Child("readings"), sensor.Readings.ToString(CultureInfo.InvariantCulture));
        state.SetText(statistics.Child("crossings"), sensor.Crossings.ToString(CultureInfo.InvariantCulture));
        if (sensor.Minimum is { } min) state.SetText(statistics.Child("minimum"), DemoText.Measure(min));
        if (sensor.Maximum is { } max) state.SetText(statistics.Child("maximum"), DemoText.Measure(max));
    }
}
