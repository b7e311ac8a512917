using Taiji.Datastores.Commit;
using Taiji.Yang.Diagnostics;

namespace Taiji.Demo;

/// <summary>Turns committed sensors into running ones; refuses what the engine can't do.</summary>
internal sealed class SensorParticipant(SensorEngine engine) : ICommitParticipant
{
    public ValueTask PrepareAsync(CommitChange change, CancellationToken cancellationToken)
    {
        var sensors = SensorSettings.ReadAll(change.Diff.After).ToDictionary(s => s.Name);
        var load = sensors.Values.Sum(s => s.Load);
        if (load > SensorEngine.Capacity)
        {
            throw Veto(ErrorTag.ResourceDenied, "/taiji-example:sensors", $"The enabled sensors ask for {load:0.##} measurements a second; the engine does {SensorEngine.Capacity}.");
        }

        foreach (var sensor in sensors.Values)
        {
            if (CopiesItself(sensor, sensors))
            {
                throw Veto(ErrorTag.InvalidValue, $"/taiji-example:sensors/sensor[name='{sensor.Name}']/copy-of", "Copies go round in a circle.");
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync(CommitChange change, CancellationToken cancellationToken)
    {
        engine.Configure(SensorSettings.ReadAll(change.Diff.After));
        return ValueTask.CompletedTask;
    }

    /// <summary>Prepare reserves nothing.</summary>
    public ValueTask AbortAsync(CommitChange change, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static bool CopiesItself(SensorSettings sensor, Dictionary<string, SensorSettings> sensors)
    {
        var next = sensor.CopyOf;
        for (var steps = 0; next is not null && steps <= sensors.Count; steps++)
        {
            if (next == sensor.Name) return true;
            next = sensors.GetValueOrDefault(next)?.CopyOf;
        }

        return false;
    }

    private static RpcErrorException Veto(string tag, string path, string message) =>
        new(new RpcError { Type = ErrorType.Application, Tag = tag, Path = path, Message = message });
}
