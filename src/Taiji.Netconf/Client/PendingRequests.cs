using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Taiji.Netconf.Client;

/// <summary>The requests in flight by their message-ids.</summary>
internal sealed class PendingRequests
{
    private readonly ConcurrentDictionary<long, PendingRequest> _waiting = new();
    private long _lastId;

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _waiting.IsEmpty;

    /// <summary>A message-id that was never used.</summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    public void Add(long id, PendingRequest request) => _waiting[id] = request;

    public void Remove(long id) => _waiting.TryRemove(id, out _);

    /// <summary>Finds the request that a reply is for.</summary>
    /// <param name="messageId">The reply's; null when it has none: then it answers the oldest request, as replies come in order (RFC 6241 §4.5).</param>
    /// <param name="request">The request; null when nobody waits for such a reply (any more).</param>
    public bool TryFind(string? messageId, [NotNullWhen(true)] out PendingRequest? request)
    {
        request = null;
        if (messageId is null) return (request = _waiting.IsEmpty ? null : _waiting.MinBy(w => w.Key).Value) is not null;
        return long.TryParse(messageId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && _waiting.TryGetValue(id, out request);
    }

    /// <inheritdoc cref="TryFind(string?, out PendingRequest?)"/>
    public bool TryFind(long messageId, [NotNullWhen(true)] out PendingRequest? request) => _waiting.TryGetValue(messageId, out request);

    /// <summary>Tells everybody that no reply will come.</summary>
    public void FailAll(Func<Exception> cause)
    {
        foreach (var request in _waiting.Values) request.Fail(cause());
    }
}
