using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>Tells a session why it was refused, but nothing of what it may not read (RFC 8341 §3.2.5).</summary>
/// <param name="access">Null hides nothing.</param>
/// <param name="running">The rules in force.</param>
internal sealed class ErrorView(IAccessControl? access, RunningStore running)
{
    /// <summary>Runs something that may be refused.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="operation">What.</param>
    /// <exception cref="RpcErrorException">As it threw, without what may not be read.</exception>
    public async Task<T> OfAsync<T>(Session session, Func<Task<T>> operation)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (RpcErrorException e) when (Redacted(session, e) is { } redacted)
        {
            throw redacted;
        }
    }

    /// <summary>As the other, for what gives nothing back.</summary>
    /// <param name="session">Who is told.</param>
    /// <param name="operation">What.</param>
    public Task OfAsync(Session session, Func<Task> operation) => OfAsync(session, async () =>
    {
        await operation().ConfigureAwait(false);
        return true;
    });

    private RpcErrorException? Redacted(Session session, RpcErrorException e)
    {
        if (access is null) return null;
        var errors = access.Redact(running.Current.Tree, session, e.Errors);
        return ReferenceEquals(errors, e.Errors) ? null : new RpcErrorException(errors);
    }
}
