namespace Taiji.Netconf.Client;

/// <summary>A lock that is held until it is disposed of. A session that has ended holds none, so that disposing after its end is no error.</summary>
public class NetconfLock : IAsyncDisposable
{
    private Func<Task>? _unlock;

    internal NetconfLock(Func<Task> unlock) => _unlock = unlock;

    /// <summary>Unlocks, once.</summary>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">The server refuses.</exception>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref _unlock, null) is not { } unlock) return;
        try
        {
            await unlock().ConfigureAwait(false);
        }
        catch (NetconfSessionClosedException)
        {
            // The lock went with the session (RFC 6241 §7.5).
        }
    }
}

/// <summary>A lock of parts of running (RFC 5717).</summary>
public sealed class PartialLock : NetconfLock
{
    internal PartialLock(uint id, IReadOnlyList<string> lockedNodes, Func<Task> unlock)
        : base(unlock)
    {
        Id = id;
        LockedNodes = lockedNodes;
    }

    /// <summary>The lock's number.</summary>
    public uint Id { get; }

    /// <summary>What was locked: instance-identifiers, as the server wrote them.</summary>
    public IReadOnlyList<string> LockedNodes { get; }
}
