using Taiji.Datastores.Rpcs;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Demo;

/// <summary>The rpc <c>read-sensors</c>.</summary>
internal sealed class ReadSensorsHandler(SensorEngine engine, ThresholdSource thresholds) : IOperationHandler
{
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var input = invocation.Input.Root;
        var names = new List<string>();
        var sensorList = invocation.Operation.Input.FindChild(invocation.Operation.Module, "sensor")!;
        foreach (var value in input.Entries(sensorList)) names.Add(value.ValueText);
        var kind = input.ChildText("kind");

        var output = DataTree.Empty(invocation.Input.Schema, invocation.Operation.Output).Edit();
        var root = new DataPath(invocation.Input.Schema, invocation.Operation.Output);
        foreach (var sensor in engine.Sensors)
        {
            var settings = sensor.Settings;
            if (names.Count > 0 && !names.Contains(settings.Name)) continue;
            if (kind is not null && !IsOfKind(invocation, settings.Kind, kind)) continue;
            if (engine.Measure(settings.Name) is not { } measured) continue;
            thresholds.Report(measured.Crossing);
            var entry = root.Entry("reading", settings.Name);
            output.Create(entry);
            output.SetText(entry.Child("value"), DemoText.Measure(measured.Reading.Value));
            output.SetText(entry.Child("time"), DemoText.Time(measured.Reading.Time));
        }

        return new(output.Seal());
    }

    private static bool IsOfKind(OperationInvocation invocation, string kind, string wanted)
    {
        var schema = invocation.Input.Schema;
        var (have, want) = (Identity(kind), Identity(wanted));
        return have == want || (have is not null && want is not null && have.IsDerivedFrom(want));

        Yang.Schema.Identity? Identity(string text) => text.Split(':') is [var module, var name] ? schema.FindIdentity(module, name) : null;
    }
}
