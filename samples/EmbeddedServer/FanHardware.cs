using System.Collections.Concurrent;

namespace EmbeddedServer;

/// <summary>Stands for the appliance's hardware: a fan turns at 40/min for each percent of duty.</summary>
internal sealed class FanHardware
{
    private readonly ConcurrentDictionary<string, int> _duty = new();

    public IEnumerable<KeyValuePair<string, int>> Speeds => _duty.Select(f => KeyValuePair.Create(f.Key, f.Value * 40));

    public void SetDuty(string slot, int percent) => _duty[slot] = percent;

    public void Unplug(string slot) => _duty.TryRemove(slot, out _);

    public void StopAll()
    {
        foreach (var slot in _duty.Keys) _duty[slot] = 0;
    }
}
