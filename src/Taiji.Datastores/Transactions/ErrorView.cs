using System.Runtime.CompilerServices;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Auditing;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>Tells a session why it was refused, but nothing of what it may not read (RFC 8341 §3.2.5).</summary>
/// <param name="access">Null hides nothing.</param>
/// <param name="running">The rules in force.</param>
/// <param name="audit">Is told what was refused.</param>
internal sealed class ErrorView(IAccessControl? access, RunningStore running, AuditTrail audit)
{
    /// <summary>Runs something that may be refused.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="operation">What.</param>
    /// <param name="target">On what, when success is to be recorded too: what ends in a commit of running is recorded as that.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="RpcErrorException">As it threw, without what may not be read.</exception>
    public async Task<T> OfAsync<T>(Session session, Func<Task<T>> operation, string? target = null, [CallerMemberName] string name = "")
    {
        try
        {
            var result = await operation().ConfigureAwait(false);
            if (target is not null && audit.IsKept) audit.Record(AuditRecord.Of(session, ActionOf(name), "ok", target));
            return result;
        }
        catch (RpcErrorException e)
        {
            audit.Refused(session, ActionOf(name), e, target);
            if (Redacted(session, e) is { } redacted) throw redacted;
            throw;
        }
    }

    /// <summary>As the other, for what gives nothing back.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="operation">What.</param>
    /// <param name="target">On what, when success is to be recorded too.</param>
    /// <param name="name">Its name.</param>
    public Task OfAsync(Session session, Func<Task> operation, string? target = null, [CallerMemberName] string name = "") => OfAsync(
        session,
        async () =>
        {
            await operation().ConfigureAwait(false);
            return true;
        },
        target,
        name);

    /// <summary>As the others, for what is done at once.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="operation">What.</param>
    /// <param name="target">On what.</param>
    /// <param name="name">Its name.</param>
    public T Of<T>(Session session, Func<T> operation, string target, [CallerMemberName] string name = "") =>
        OfAsync(session, () => Task.FromResult(operation()), target, name).GetAwaiter().GetResult();

    /// <summary>As the others, for what is done at once and gives nothing back.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="operation">What.</param>
    /// <param name="target">On what.</param>
    /// <param name="name">Its name.</param>
    public void Of(Session session, Action operation, string target, [CallerMemberName] string name = "") => Of(
        session,
        () =>
        {
            operation();
            return true;
        },
        target,
        name);

    /// <summary>Records an edit of a candidate, which no commit tells of yet.</summary>
    /// <param name="session">Who.</param>
    /// <param name="target">Which datastore.</param>
    /// <param name="edits">What.</param>
    public void Edited(Session session, string target, IReadOnlyList<Edit> edits) => audit.Edited(session, target, edits);

    /// <summary>Records a read, when reads are recorded.</summary>
    /// <param name="session">Who.</param>
    /// <param name="action">The protocol's operation.</param>
    /// <param name="request">The request.</param>
    /// <param name="target">What it asked for; only called when it is recorded.</param>
    public void HaveRead<TRequest>(Session session, string action, TRequest request, Func<TRequest, string?> target)
    {
        if (audit.KeepsReads && audit.IsKept) audit.Record(AuditRecord.Of(session, action, "ok", target(request)));
    }

    // EditAsync is "edit", CopyConfigAsync "copy-config".
    private static string ActionOf(string name)
    {
        var action = new System.Text.StringBuilder();
        foreach (var c in name.EndsWith("Async", StringComparison.Ordinal) ? name[..^5] : name)
        {
            if (char.IsUpper(c) && action.Length > 0) action.Append('-');
            action.Append(char.ToLowerInvariant(c));
        }

        return action.ToString();
    }

    /// <summary>Errors or warnings without what a session may not read.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="errors">The errors.</param>
    public IReadOnlyList<RpcError> Readable(Session session, IReadOnlyList<RpcError> errors) =>
        access is null || errors.Count == 0 ? errors : access.Redact(running.Current.Tree, session, errors);

    private RpcErrorException? Redacted(Session session, RpcErrorException e)
    {
        var errors = Readable(session, e.Errors);
        return ReferenceEquals(errors, e.Errors) ? null : new RpcErrorException(errors);
    }
}
