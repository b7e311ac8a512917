using System.Globalization;
using Microsoft.Extensions.Logging;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>The server's own notifications (RFC 6470), when ietf-netconf-notifications is implemented and somebody listens.</summary>
internal sealed partial class ServerEvents : IDisposable
{
    // A change of more than these is told by its first ones: a notification must stay small.
    private const int MaxEdits = 1_000;

    private readonly NotificationHub _hub;
    private readonly YangSchema _schema;
    private readonly SessionTable _sessions;
    private readonly CommitPublisher _publisher;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly NotificationNode? _configChange, _sessionStart, _sessionEnd;

    /// <summary>Begins to watch sessions and commits.</summary>
    /// <param name="hub">Where to publish.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="publisher">Tells of commits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of failures.</param>
    public ServerEvents(NotificationHub hub, YangSchema schema, SessionTable sessions, CommitPublisher publisher, TimeProvider time, ILogger logger)
    {
        _logger = logger;
        _hub = hub;
        _schema = schema;
        _sessions = sessions;
        _publisher = publisher;
        _time = time;
        if (schema.FindModule("ietf-netconf-notifications") is not { IsImplemented: true } module) return;
        _configChange = Find(module, "netconf-config-change");
        _sessionStart = Find(module, "netconf-session-start");
        _sessionEnd = Find(module, "netconf-session-end");
        sessions.Opened += Started;
        sessions.Closing += Ended;
        publisher.Published += Changed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sessions.Opened -= Started;
        _sessions.Closing -= Ended;
        _publisher.Published -= Changed;
    }

    private static bool IsNetconf(Session session) => session.Identity.Transport.StartsWith("netconf", StringComparison.Ordinal);

    private static ContentBuilder AddSession(ContentBuilder content, Session session) => content
        .Leaf("username", session.User)
        .Leaf("session-id", (IsNetconf(session) ? session.Id : 0).ToString(CultureInfo.InvariantCulture))
        .Leaf("source-host", session.Identity.Source?.Address is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null);

    private NotificationNode? Find(YangModule module, string name) => _schema.Root.FindChild(module, name) as NotificationNode;

    private void Started(Session session)
    {
        if (_sessionStart is null || !_hub.HasSubscribers || !IsNetconf(session)) return;
        Publish(AddSession(new ContentBuilder(_schema, _sessionStart), session));
    }

    private void Ended(Session session)
    {
        if (_sessionEnd is null || !_hub.HasSubscribers || !IsNetconf(session)) return;
        var content = AddSession(new ContentBuilder(_schema, _sessionEnd), session);
        if (session is { End: SessionEnd.Killed, KilledBy: { } killer }) content.Leaf("killed-by", killer.ToString(CultureInfo.InvariantCulture));
        Publish(content.Leaf("termination-reason", session.End switch
        {
            SessionEnd.Killed => "killed",
            SessionEnd.Dropped => "dropped",
            SessionEnd.Timeout => "timeout",
            SessionEnd.BadHello => "bad-hello",
            SessionEnd.Other => "other",
            _ => "closed",
        }));
    }

    private void Changed(CommitChange change, int length)
    {
        if (_configChange is null || !_hub.HasSubscribers) return;
        var content = new ContentBuilder(_schema, _configChange).Open("changed-by");
        if (change.Session is null) content.Leaf("server", "");
        else AddSession(content, change.Session);
        content.Close().Leaf("datastore", "running");
        foreach (var edit in change.Diff.Changes.Take(MaxEdits))
        {
            content.Open("edit").Leaf("target", edit.Node.Path.ToString()).Leaf("operation", edit.Kind switch
            {
                DataChangeKind.Created => "create",
                DataChangeKind.Deleted => "delete",
                DataChangeKind.ValueChanged => "replace",
                _ => "merge",
            }).Close();
        }

        Publish(content);
    }

    private void Publish(ContentBuilder content)
    {
        try
        {
            _hub.Publish(new NotificationRecord(_time.GetUtcNow(), content.Build()));
        }
        catch (Exception e) when (e is RpcErrorException or ArgumentException)
        {
            // A user name with characters that YANG's string doesn't have, say: the session or commit must not suffer for it.
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A notification of the server itself could not be made")]
    private partial void LogFailed(Exception exception);
}
