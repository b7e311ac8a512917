using System.Globalization;
using Taiji.Datastores.Rpcs;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Demo;

/// <summary>The action <c>inject-value</c> of a sensor.</summary>
internal sealed class InjectValueHandler(SensorEngine engine, ThresholdSource thresholds) : IOperationHandler
{
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var target = invocation.Target!;
        var name = SensorName(target);
        var value = decimal.Parse(invocation.Input.Root.ChildText("value")!, CultureInfo.InvariantCulture);
        if (engine.Measure(name, value) is not { } measured)
        {
            throw new RpcErrorException(new RpcError
            {
                Type = ErrorType.Application, Tag = ErrorTag.OperationFailed, Path = target.ToString(), Message = $"The sensor '{name}' is not running: enable it first.",
            });
        }

        thresholds.Report(measured.Crossing);
        var root = new DataPath(target.Schema, invocation.Operation.Output);
        var output = DataTree.Empty(target.Schema, invocation.Operation.Output).Edit();
        output.SetText(root.Child("value"), DemoText.Measure(measured.Reading.Value));
        output.SetText(root.Child("time"), DemoText.Time(measured.Reading.Time));
        output.SetText(root.Child("crossed"), measured.Crossing is null ? "false" : "true");
        return new(output.Seal());
    }

    private static string SensorName(DataPath target)
    {
        foreach (var step in target.Steps)
        {
            // The list has one string key, so its encoded form is the name itself.
            if (step is { Node: ListNode { Name: "sensor" }, Key: { } key }) return System.Text.Encoding.UTF8.GetString(key.Span);
        }

        throw new ArgumentException("The action's target is no sensor.", nameof(target));
    }
}
