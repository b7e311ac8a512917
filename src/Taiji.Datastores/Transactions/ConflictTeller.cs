using System.Globalization;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Transactions;

/// <summary>Adds to a conflict who changed the node, and when, as the journal has it.</summary>
internal sealed class ConflictTeller
{
    /// <summary>The error-app-tag of conflicts.</summary>
    public const string AppTag = "conflict";

    private const int Page = 64;

    private readonly YangSchema _schema;
    private readonly IJournal _journal;
    private readonly RunningStore _running;

    /// <summary>Makes it.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="journal">Has the commits.</param>
    /// <param name="running">Tells what is published.</param>
    public ConflictTeller(YangSchema schema, IJournal journal, RunningStore running)
    {
        _schema = schema;
        _journal = journal;
        _running = running;
    }

    /// <summary>The errors, those about conflicts with the newest commit since the base that touched the node.</summary>
    /// <param name="refusal">What was refused.</param>
    /// <param name="editedOn">What the transaction began from.</param>
    public RpcErrorException Tell(RpcErrorException refusal, DatastoreSnapshot editedOn)
    {
        if (!refusal.Errors.Any(e => e.AppTag == AppTag)) return refusal;
        var commits = Since(editedOn.Sequence);
        return new RpcErrorException([.. refusal.Errors.Select(e => e.AppTag == AppTag && e.Path is not null ? Tell(e, commits) : e)]);
    }

    /// <summary>Does something, and tells of conflicts in its refusal.</summary>
    /// <param name="commit">Does it.</param>
    /// <param name="editedOn">What the transaction began from.</param>
    public async Task<T> TellAsync<T>(Func<Task<T>> commit, DatastoreSnapshot editedOn)
    {
        try
        {
            return await commit().ConfigureAwait(false);
        }
        catch (RpcErrorException e)
        {
            throw Tell(e, editedOn);
        }
    }

    private RpcError Tell(RpcError error, List<(CommitRecord Commit, IReadOnlyList<Edit>? Edits)> commits)
    {
        var path = DataPath.Parse(_schema, error.Path!);
        var (commit, _) = commits.Find(c => c.Edits is null || c.Edits.Any(e => Touches(e, path)));
        if (commit is null) return error;
        var time = commit.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var who = commit.User is { } user ? $"User {user}" : "The server";
        return error with
        {
            Message = $"{error.Message} {who} changed it at {time} (commit {commit.Sequence}).", Conflict = new ConflictingCommit(commit.Sequence, commit.User, commit.Time),
        };
    }

    private List<(CommitRecord Commit, IReadOnlyList<Edit>? Edits)> Since(long sequence)
    {
        var commits = new List<(CommitRecord, IReadOnlyList<Edit>?)>();
        var before = _running.Current.Sequence + 1;
        while (before > sequence + 1)
        {
            var page = _journal.ReadBack(CommitRecord.Kind, before, Page);
            foreach (var record in page.Where(r => r.Sequence > sequence))
            {
                var commit = CommitRecord.From(record);
                // A first content is kept whole: it brought all that there is.
                commits.Add((commit, commit.Diff.Span is [(byte)'[', ..] ? DiffDecoder.Decode(_schema, commit.Diff) : null));
            }

            if (page.Count == 0) break;
            before = page[^1].Sequence;
        }

        return commits;
    }

    // An edit that brings or takes the node, something above it or something below it.
    private static bool Touches(Edit edit, DataPath path)
    {
        if (edit.Payload is { } payload && edit.Target.IsRoot) return payload.TryFind(path, out _);
        var length = Math.Min(edit.Target.Steps.Length, path.Steps.Length);
        for (var i = 0; i < length; i++)
        {
            var (a, b) = (edit.Target.Steps[i], path.Steps[i]);
            if (a.Node != b.Node || (a.Key is { } key && b.Key is { } other && !key.Span.SequenceEqual(other.Span))) return false;
        }

        return true;
    }
}
