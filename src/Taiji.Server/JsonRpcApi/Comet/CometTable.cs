using System.Collections.Concurrent;
using System.Globalization;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>A session's channels, and what sends to them.</summary>
/// <param name="options">The limits.</param>
internal sealed class CometTable(JsonRpcOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, CometChannel> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MessageSource> _sources = new(StringComparer.Ordinal);
    private bool _isEnded;

    /// <summary>What sends, in no order.</summary>
    public IReadOnlyList<MessageSource> Sources
    {
        get
        {
            lock (_sources) return [.. _sources.Values];
        }
    }

    /// <summary>The channel of an id, made when first asked for.</summary>
    /// <param name="id">The id.</param>
    public CometChannel Channel(string id)
    {
        if (_channels.Count >= options.MaxHandles && !_channels.ContainsKey(id)) throw new JsonRpcException(Limits.Overload("comet channels", options.MaxHandles));
        return _channels.GetOrAdd(id, _ => new CometChannel(options.CometCapacity));
    }

    /// <summary>Keeps a source under the call's handle or a new one, started when the call gave one.</summary>
    /// <param name="call">The call.</param>
    /// <param name="make">Makes it, given its handle, the channel's id and the channel.</param>
    /// <returns>The handle.</returns>
    /// <exception cref="JsonRpcException">The handle is in use; or <c>session.overload</c>.</exception>
    public string Add(MethodCall call, Func<string, string, CometChannel, MessageSource> make)
    {
        var id = call.Arguments.Text("comet_id");
        var given = call.Arguments.OptionalText("handle");
        MessageSource source;
        lock (_sources)
        {
            if (_sources.Count >= options.MaxHandles) throw new JsonRpcException(Limits.Overload("commands/subscriptions", options.MaxHandles));
            if (given is not null && _sources.ContainsKey(given)) throw JsonRpcException.InvalidParameter("handle", "it is in use");
            var handle = given ?? call.Session.NextHandle().ToString(CultureInfo.InvariantCulture);
            source = make(handle, id, Channel(id));
            _sources.Add(handle, source);
        }

        if (given is not null) source.Start();
        if (_isEnded) source.Stop();
        return source.Handle;
    }

    /// <summary>The source of a handle; null for none.</summary>
    /// <param name="handle">The handle.</param>
    public MessageSource? Find(string handle)
    {
        lock (_sources) return _sources.GetValueOrDefault(handle);
    }

    /// <summary>Ends a source.</summary>
    /// <param name="source">The source.</param>
    public void Remove(MessageSource source)
    {
        lock (_sources) _sources.Remove(source.Handle);
        source.Stop();
    }

    /// <summary>Ends all.</summary>
    public void Dispose()
    {
        _isEnded = true;
        foreach (var source in Sources) Remove(source);
    }
}
