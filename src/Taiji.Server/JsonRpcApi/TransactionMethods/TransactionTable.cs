using System.Collections.Concurrent;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>The transactions of a session by their handles; all are aborted when it ends.</summary>
/// <param name="server">The server.</param>
/// <param name="session">The session.</param>
internal sealed class TransactionTable(JsonRpcServer server, WebSession session) : IDisposable
{
    private readonly ConcurrentDictionary<int, WebTransaction> _byHandle = new();
    private int _last;

    /// <summary>The transactions in the order in which they began.</summary>
    public IEnumerable<WebTransaction> All => _byHandle.Values.OrderBy(t => t.Handle);

    /// <summary>Refuses one more when there are as many as may be.</summary>
    /// <exception cref="JsonRpcException"><c>session.overload</c>.</exception>
    public void DemandRoom()
    {
        if (_byHandle.Count >= server.Options.MaxTransactions) throw new JsonRpcException(Limits.Overload("transactions", server.Options.MaxTransactions));
    }

    /// <summary>Gives a transaction its handle.</summary>
    /// <param name="transaction">The transaction.</param>
    public WebTransaction Add(WebTransaction transaction)
    {
        transaction.Handle = Interlocked.Increment(ref _last);
        _byHandle[transaction.Handle] = transaction;
        // The session may have ended just now, and won't look again.
        if (session.Closed.IsCancellationRequested) Dispose();
        return transaction;
    }

    /// <summary>The transaction of a handle.</summary>
    /// <param name="handle">The handle.</param>
    /// <param name="parameter">The parameter that it came by.</param>
    /// <exception cref="JsonRpcException">There is none.</exception>
    public WebTransaction Find(long handle, string parameter = "th") =>
        handle is > 0 and <= int.MaxValue && _byHandle.TryGetValue((int)handle, out var found) ? found : throw JsonRpcException.InvalidParameter(parameter, $"there is no transaction {handle}");

    /// <summary>Whether a transaction is there.</summary>
    /// <param name="transaction">The transaction.</param>
    public bool Has(WebTransaction transaction) => _byHandle.TryGetValue(transaction.Handle, out var found) && found == transaction;

    /// <summary>Forgets a transaction that has ended.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(WebTransaction transaction) => _byHandle.TryRemove(transaction.Handle, out _);

    /// <summary>Aborts all.</summary>
    public void Dispose()
    {
        foreach (var handle in _byHandle.Keys)
        {
            if (_byHandle.TryRemove(handle, out var transaction)) transaction.Abort();
        }
    }
}
