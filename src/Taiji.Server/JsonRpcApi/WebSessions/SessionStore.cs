using System.Text;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.WebSessions;

/// <summary>The texts that a client keeps with its session, by keys.</summary>
/// <param name="options">The limits.</param>
internal sealed class SessionStore(JsonRpcOptions options)
{
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);
    private long _size;

    /// <summary>The text of a key; null for none.</summary>
    /// <param name="key">The key.</param>
    public string? Find(string key)
    {
        lock (_byKey) return _byKey.GetValueOrDefault(key);
    }

    /// <summary>Keeps a text in place of what was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The text.</param>
    /// <exception cref="JsonRpcException"><c>session.overload</c>; what was there stays.</exception>
    public void Put(string key, string value)
    {
        lock (_byKey)
        {
            var isThere = _byKey.TryGetValue(key, out var old);
            if (!isThere && _byKey.Count >= options.MaxHandles) throw new JsonRpcException(Limits.Overload("stored keys", options.MaxHandles));
            var size = _size + SizeOf(key, value) - (isThere ? SizeOf(key, old!) : 0);
            if (size > options.MaxSessionData) throw new JsonRpcException(Limits.Overload("bytes of stored data", options.MaxSessionData));
            _size = size;
            _byKey[key] = value;
        }
    }

    /// <summary>Forgets a key.</summary>
    /// <param name="key">The key.</param>
    public void Erase(string key)
    {
        lock (_byKey)
        {
            if (_byKey.Remove(key, out var old)) _size -= SizeOf(key, old);
        }
    }

    private static long SizeOf(string key, string value) => Encoding.UTF8.GetByteCount(key) + (long)Encoding.UTF8.GetByteCount(value);
}
