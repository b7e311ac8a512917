using System.Collections.Concurrent;
using System.Globalization;
using Taiji.Datastores.Sessions;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>Tells users of each other's coming, going and words.</summary>
internal sealed class MessageHub : IDisposable
{
    private readonly JsonRpcServer _server;
    private readonly ConcurrentDictionary<MessageSource, WebSession> _listeners = new();

    public MessageHub(JsonRpcServer server)
    {
        _server = server;
        server.Operations.Sessions.Opened += Opened;
        server.Operations.Sessions.Closing += Closing;
    }

    /// <summary>Begins to tell.</summary>
    /// <param name="session">Whom.</param>
    /// <param name="source">Through what.</param>
    /// <returns>Ends it.</returns>
    public Action Add(WebSession session, MessageSource source)
    {
        _listeners[source] = session;
        return () => _listeners.TryRemove(source, out _);
    }

    /// <summary>Says something.</summary>
    /// <param name="sender">The user who says it.</param>
    /// <param name="to">The user to whom, or <c>all</c>.</param>
    /// <param name="message">What.</param>
    public void Say(string sender, string to, string message)
    {
        var json = MessageSource.Json(w =>
        {
            w.WriteStartObject();
            w.WriteString("sender"u8, sender);
            w.WriteString("message"u8, message);
            w.WriteEndObject();
        });
        foreach (var (source, session) in _listeners)
        {
            if (to == "all" || session.Datastores.User == to) source.Send(json);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Operations.Sessions.Opened -= Opened;
        _server.Operations.Sessions.Closing -= Closing;
    }

    // One for a request or connection is nobody's coming.
    private static bool IsTold(Session session) => SessionDescription.ContextOf(session) is "webui" or "cli" or "netconf";

    private void Opened(Session session)
    {
        if (_listeners.IsEmpty || !IsTold(session)) return;
        foreach (var (source, listener) in _listeners)
        {
            if (!IsShownTo(listener)) continue;
            source.Send(MessageSource.Json(w =>
            {
                w.WriteStartObject();
                w.WriteNumber("new_user"u8, session.Id);
                w.WriteBoolean("me"u8, session.User == listener.Datastores.User);
                w.WriteString("user"u8, session.User);
                w.WriteString("proto"u8, SessionDescription.ProtocolOf(_server, session));
                w.WriteString("ctx"u8, SessionDescription.ContextOf(session));
                w.WriteString("ip"u8, SessionDescription.AddressOf(session));
                w.WriteString("login"u8, session.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                w.WriteEndObject();
            }));
        }
    }

    private void Closing(Session session)
    {
        if (_listeners.IsEmpty || !IsTold(session)) return;
        var json = MessageSource.Json(w =>
        {
            w.WriteStartObject();
            w.WriteNumber("del_user"u8, session.Id);
            w.WriteString("user"u8, session.User);
            w.WriteEndObject();
        });
        foreach (var (source, listener) in _listeners)
        {
            if (IsShownTo(listener)) source.Send(json);
        }
    }

    private bool IsShownTo(WebSession listener) => StateRules.ShowsSessions(_server, listener);
}
