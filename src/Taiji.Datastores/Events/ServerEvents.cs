using System.Globalization;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>The server's own notifications (RFC 6470), when ietf-netconf-notifications is implemented and somebody listens, or may replay them. They are made off the path of what they tell of.</summary>
internal sealed class ServerEvents : IDisposable
{
    // A change of more than these is told by its first ones: a notification must stay small.
    private const int MaxEdits = 1_000;

    private readonly NotificationHub _hub;
    private readonly YangSchema _schema;
    private readonly SessionTable _sessions;
    private readonly CommitPublisher _publisher;
    private readonly TimeProvider _time;
    private readonly StoredTexts _texts;
    private readonly NotificationNode? _configChange, _sessionStart, _sessionEnd, _confirmedCommit;

    /// <summary>Begins to watch sessions and commits.</summary>
    /// <param name="hub">Where to publish.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="publisher">Tells of commits.</param>
    /// <param name="time">The clock.</param>
    public ServerEvents(NotificationHub hub, YangSchema schema, SessionTable sessions, CommitPublisher publisher, TimeProvider time)
    {
        _hub = hub;
        _schema = schema;
        _sessions = sessions;
        _publisher = publisher;
        _time = time;
        _texts = new StoredTexts(schema);
        if (schema.FindModule("ietf-netconf-notifications") is not { IsImplemented: true } module) return;
        _configChange = Find(module, "netconf-config-change");
        _sessionStart = Find(module, "netconf-session-start");
        _sessionEnd = Find(module, "netconf-session-end");
        _confirmedCommit = Find(module, "netconf-confirmed-commit");
        sessions.Opened += Started;
        sessions.Closing += Ended;
        publisher.Published += Changed;
        publisher.StartupSaved += Saved;
        publisher.ConfirmationChanged += Tell;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sessions.Opened -= Started;
        _sessions.Closing -= Ended;
        _publisher.Published -= Changed;
        _publisher.StartupSaved -= Saved;
        _publisher.ConfirmationChanged -= Tell;
    }

    /// <summary>Tells what happened to a confirmed commit (RFC 6470 §2.2).</summary>
    /// <param name="happened">What.</param>
    public void Tell(ConfirmationEvent happened)
    {
        if (_confirmedCommit is null || !_hub.IsListening) return;
        Publish(() => ContentOf(happened, _confirmedCommit));
    }

    private ContentBuilder ContentOf(ConfirmationEvent happened, NotificationNode notification)
    {
        var content = new ContentBuilder(_schema, notification, _texts);
        // Nobody did it: there is no session to name.
        if (happened.Change != ConfirmationChange.Timeout) AddSession(content, By(happened.Session) ?? new ChangedBy(happened.User, 0, null));
        content.Leaf("confirm-event", happened.Change.ToString().ToLowerInvariant());
        if (happened.Change is ConfirmationChange.Start or ConfirmationChange.Extend)
            content.Leaf("timeout", ((long)Math.Ceiling(happened.Timeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        return content;
    }

    /// <summary>Tells of the commits that the log has not been told of, a crash having come before: each once, in order, before anything new.</summary>
    /// <param name="missed">The commits, in order.</param>
    public void TellMissed(IEnumerable<MissedChange> missed)
    {
        if (_configChange is not { } notification) return;
        foreach (var (commit, diff) in missed)
        {
            var by = commit.User is null ? (ChangedBy?)null : new ChangedBy(commit.User, IsNetconf(commit.Transport) ? commit.Session ?? 0 : 0, commit.Source);
            _hub.Post(() => new NotificationRecord(commit.Time, ContentOf(by, "running", diff, notification).Build()), commit.Sequence);
        }
    }

    private static bool IsNetconf(Session session) => IsNetconf(session.Identity.Transport);

    private static bool IsNetconf(string? transport) => transport?.StartsWith("netconf", StringComparison.Ordinal) == true;

    private static ChangedBy Of(Session session) => new(session.User, IsNetconf(session) ? session.Id : 0, session.Identity.SourceHost);

    private static ChangedBy? By(Session? session) => session is null ? null : Of(session);

    private static ContentBuilder AddSession(ContentBuilder content, ChangedBy session) => content
        .Leaf("username", session.User)
        .Leaf("session-id", session.SessionId.ToString(CultureInfo.InvariantCulture))
        .Leaf("source-host", session.Host);

    private NotificationNode? Find(YangModule module, string name) => _schema.Root.FindChild(module, name) as NotificationNode;

    private void Started(Session session)
    {
        if (_sessionStart is null || !_hub.IsListening || !IsNetconf(session)) return;
        Publish(() => AddSession(new ContentBuilder(_schema, _sessionStart, _texts), Of(session)));
    }

    private void Ended(Session session)
    {
        if (_sessionEnd is null || !_hub.IsListening || !IsNetconf(session)) return;
        Publish(() => EndOf(session, _sessionEnd));
    }

    private ContentBuilder EndOf(Session session, NotificationNode notification)
    {
        var content = AddSession(new ContentBuilder(_schema, notification, _texts), Of(session));
        if (session is { End: SessionEnd.Killed, KilledBy: { } killer }) content.Leaf("killed-by", killer.ToString(CultureInfo.InvariantCulture));
        return content.Leaf("termination-reason", session.End switch
        {
            SessionEnd.Killed => "killed",
            SessionEnd.Dropped => "dropped",
            SessionEnd.Timeout => "timeout",
            SessionEnd.BadHello => "bad-hello",
            SessionEnd.Other => "other",
            _ => "closed",
        });
    }

    private void Changed(CommitChange change, int length)
    {
        if (_configChange is null || !_hub.IsListening) return;
        Publish(() => ContentOf(By(change.Session), "running", change.Diff, _configChange), change.Sequence);
    }

    private void Saved(PendingCommit saved)
    {
        if (_configChange is null || !_hub.IsListening || saved.After.Startup is not { Tree: var after }) return;
        var diff = new DataDiff(saved.Before.Startup?.Tree ?? DataTree.Empty(_schema), after);
        if (!diff.IsEmpty) Publish(() => ContentOf(By(saved.Session), "startup", diff, _configChange));
    }

    private ContentBuilder ContentOf(ChangedBy? by, string datastore, DataDiff diff, NotificationNode notification)
    {
        var content = new ContentBuilder(_schema, notification, _texts).Open("changed-by");
        if (by is null) content.Leaf("server", "");
        else AddSession(content, by.Value);
        content.Close().Leaf("datastore", datastore);
        foreach (var edit in diff.Changes.Take(MaxEdits))
        {
            content.Open("edit").Leaf("target", edit.Node.Path).Leaf("operation", edit.Kind switch
            {
                DataChangeKind.Created => "create",
                DataChangeKind.Deleted => "delete",
                DataChangeKind.ValueChanged => "replace",
                _ => "merge",
            }).Close();
        }

        return content;
    }

    private void Publish(Func<ContentBuilder> make, long commit = 0)
    {
        var time = _time.GetUtcNow();
        _hub.Post(() => new NotificationRecord(time, make().Build()), commit);
    }

    // RFC 6470 §2.2 changed-by: a session-id of 0 is none of NETCONF's.
    private readonly record struct ChangedBy(string User, uint SessionId, string? Host);
}
