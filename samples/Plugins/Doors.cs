using System.Collections.Concurrent;

namespace Plugins;

/// <summary>Stands for the hardware: which doors there are, which of them are open, and which are forced.</summary>
public sealed class Doors
{
    private readonly ConcurrentDictionary<string, bool> _open = new();
    private readonly System.Threading.Channels.Channel<string> _forced = System.Threading.Channels.Channel.CreateUnbounded<string>();

    public IEnumerable<KeyValuePair<string, bool>> All => _open;

    public IAsyncEnumerable<string> ReadForcedAsync(CancellationToken cancellationToken) => _forced.Reader.ReadAllAsync(cancellationToken);

    public void Install(string name) => _open.TryAdd(name, false);

    public void Remove(string name) => _open.TryRemove(name, out _);

    public void Open(string name) => _open[name] = true;

    public void Force(string name) => _forced.Writer.TryWrite(name);
}
