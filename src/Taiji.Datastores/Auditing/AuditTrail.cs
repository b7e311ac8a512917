using System.Net;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Events;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Auditing;

/// <summary>Tells whoever keeps an audit log of what sessions do, over all protocols. Costs nothing while nobody listens.</summary>
public sealed class AuditTrail
{
    // A commit of more is told by its first ones and their number.
    private const int MostEdits = 1_000;

    /// <summary>Raised when something was done or refused: one record, or those of commits that became durable in one step, in order.</summary>
    public event Action<IReadOnlyList<AuditRecord>>? Recorded;

    /// <summary>Whether reads are recorded too.</summary>
    public bool KeepsReads { get; set; }

    /// <summary>Whether anybody listens.</summary>
    public bool IsKept => Recorded is not null;

    /// <summary>Records.</summary>
    /// <param name="record">What.</param>
    public void Record(AuditRecord record) => Recorded?.Invoke([record]);

    internal void Watch(SessionTable sessions)
    {
        sessions.Opened += s => Record(AuditRecord.Of(s, "session-start", "ok"));
        sessions.Closing += s => Record(AuditRecord.Of(s, "session-end", "ok", s.End.ToString().ToLowerInvariant()));
    }

    internal void Refused(Session session, string action, RpcErrorException refusal, string? target = null)
    {
        if (!IsKept) return;
        Record(AuditRecord.Of(session, action, refusal.Errors[0].Tag, target ?? refusal.Errors[0].Path));
    }

    internal void Edited(Session session, string target, IReadOnlyList<Edit> edits)
    {
        if (!IsKept) return;
        var told = new List<AuditEdit>();
        long more = 0;
        foreach (var edit in edits)
        {
            var operation = edit.Operation.ToString().ToLowerInvariant();
            if (edit.Attributes is { } attributes)
            {
                foreach (var (name, value) in attributes) Add(new AuditEdit("annotate", $"{edit.Target}/@{name}", value));
            }
            else if (edit.Payload is not { } payload) Add(new AuditEdit(operation, edit.Target.ToString(), null));
            else if (edit.Target.IsRoot) Walk(operation, payload.Root);
            else if (payload.TryFind(edit.Target, out var node)) Walk(operation, node);
        }

        Record(AuditRecord.Of(session, "edit", "ok", target) with { Edits = told, MoreEdits = more });

        void Walk(string operation, DataNode node)
        {
            if (node.Schema is TypedNode) Add(new AuditEdit(operation, node.Path.ToString(), ValueOf(node)));
            else if (node.Schema is InnerNode && told.Count < MostEdits) foreach (var child in node.Children) Walk(operation, child);
            else Add(new AuditEdit(operation, node.Path.ToString(), null));
        }

        void Add(AuditEdit edit)
        {
            if (told.Count == MostEdits) more++;
            else told.Add(edit);
        }
    }

    internal void Confirmation(ConfirmationEvent happened)
    {
        if (IsKept) Record(AuditRecord.Of(happened.Session, "confirmed-commit", "ok", happened.Change.ToString().ToLowerInvariant()) with { User = happened.User });
    }

    internal void Committed(IReadOnlyList<CommitChange> changes)
    {
        if (Recorded is not { } recorded) return;
        var records = new List<AuditRecord>(changes.Count);
        foreach (var change in changes) records.Add(WithChanges(AuditRecord.Of(change.Session, "commit", "ok") with { Commit = change.Sequence }, change.Diff));
        recorded(records);
    }

    /// <summary>Tells of a commit that was durable when the server ended without having told of it.</summary>
    /// <param name="missed">The commit.</param>
    internal void Missed(MissedChange missed)
    {
        var commit = missed.Commit;
        var record = new AuditRecord("commit", "ok")
        {
            Commit = commit.Sequence, Time = commit.Time, User = commit.User, Session = commit.Session, Transport = commit.Transport,
            Source = commit.Source is { } source && IPAddress.TryParse(source, out var address) ? new IPEndPoint(address, 0) : null,
        };
        Record(WithChanges(record, missed.Diff));
    }

    private static AuditRecord WithChanges(AuditRecord record, DataDiff diff)
    {
        var edits = new List<AuditEdit>();
        long more = 0;
        foreach (var edit in diff.Changes)
        {
            if (edits.Count == MostEdits) more++;
            else edits.Add(Edit(edit));
        }

        foreach (var annotated in diff.AttributeChanges)
        {
            if (edits.Count == MostEdits) more++;
            else edits.Add(new AuditEdit("annotate", $"{annotated.Path}/@{annotated.Name}", annotated.After));
        }

        return record with { Edits = edits, MoreEdits = more };
    }

    private static AuditEdit Edit(DataChange change) => new(
        change.Kind switch
        {
            DataChangeKind.Created => "create",
            DataChangeKind.Deleted => "delete",
            DataChangeKind.Moved => "move",
            _ => "replace",
        },
        change.Node.Path.ToString(),
        change.Kind == DataChangeKind.Deleted || change.Schema is not TypedNode ? null : ValueOf(change.After));

    private static string ValueOf(DataNode node) => Secrets.IsSecret(node.Schema) ? Secrets.Mask : node.ValueText;
}
