using System.Runtime.CompilerServices;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Auditing;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
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
    /// <param name="name">Its name.</param>
    /// <exception cref="RpcErrorException">As it threw, without what may not be read.</exception>
    public async Task<T> OfAsync<T>(Session session, Func<Task<T>> operation, [CallerMemberName] string name = "")
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (RpcErrorException e)
        {
            audit.Refused(session, ActionOf(name), e);
            if (Redacted(session, e) is { } redacted) throw redacted;
            throw;
        }
    }

    /// <summary>As the other, for what gives nothing back.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="operation">What.</param>
    /// <param name="name">Its name.</param>
    public Task OfAsync(Session session, Func<Task> operation, [CallerMemberName] string name = "") => OfAsync(
        session,
        async () =>
        {
            await operation().ConfigureAwait(false);
            return true;
        },
        name);

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

    private RpcErrorException? Redacted(Session session, RpcErrorException e)
    {
        if (access is null) return null;
        var errors = access.Redact(running.Current.Tree, session, e.Errors);
        return ReferenceEquals(errors, e.Errors) ? null : new RpcErrorException(errors);
    }
}
