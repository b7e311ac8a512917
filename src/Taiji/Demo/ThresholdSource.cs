using System.Threading.Channels;
using Taiji.Datastores;
using Taiji.Datastores.Events;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Demo;

/// <summary>Measures what is due and sends <c>threshold-crossed</c>.</summary>
internal sealed class ThresholdSource(SensorEngine engine, Operations operations) : INotificationSource
{
    private readonly Channel<Crossing> _reported = Channel.CreateBounded<Crossing>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Sends a crossing that a handler caused.</summary>
    public void Report(Crossing? crossing)
    {
        if (crossing is not null) _reported.Writer.TryWrite(crossing);
    }

    public async Task RunAsync(INotificationPublisher publisher, CancellationToken cancellationToken)
    {
        // Commits tell the engine what changes; what is there already when the server starts, it must ask for.
        using (var session = operations.Sessions.Open(new SessionIdentity("demo", "internal") { IsRecovery = true }))
        {
            var running = await operations.ReadAsync(session, new ReadRequest(Datastore.Running), cancellationToken).ConfigureAwait(false);
            engine.Configure(SensorSettings.ReadAll(running.Tree));
        }

        await Task.WhenAll(MeasureAsync(cancellationToken), SendAsync(publisher, cancellationToken)).ConfigureAwait(false);
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var (crossings, nextDue) = engine.MeasureDue();
            foreach (var crossing in crossings) Report(crossing);
            await engine.WaitAsync(nextDue, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(INotificationPublisher publisher, CancellationToken cancellationToken)
    {
        await foreach (var crossing in _reported.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            publisher.Publish(new NotificationRecord(crossing.Reading.Time, Content(crossing)));
        }
    }

    private DataTree Content(Crossing crossing)
    {
        var schema = operations.Schema;
        var node = (NotificationNode)schema.Root.FindChild(schema.FindModule("taiji-example")!, "threshold-crossed")!;
        var root = new DataPath(schema, node);
        var content = DataTree.Empty(schema, node).Edit();
        content.SetText(root.Child("sensor"), crossing.Sensor.Name);
        content.SetText(root.Child("direction"), crossing.IsUp ? "up" : "down");
        content.SetText(root.Child("value"), DemoText.Measure(crossing.Reading.Value));
        content.SetText(root.Child("time"), DemoText.Time(crossing.Reading.Time));
        content.SetText(root.Child("threshold"), DemoText.Measure(crossing.Sensor.Threshold!.Value));
        if (crossing.Sensor.Alarm is { } alarm) content.SetText(root.Child("severity"), alarm.Severity);
        return content.Seal();
    }
}
