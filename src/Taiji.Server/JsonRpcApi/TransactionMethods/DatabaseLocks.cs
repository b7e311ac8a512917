using Taiji.Datastores;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>Global locks that a transaction takes for its session, but those that the session holds already.</summary>
internal sealed class DatabaseLocks
{
    private readonly Operations _operations;
    private readonly Session _session;
    private readonly List<Datastore> _taken = [];

    private DatabaseLocks(Operations operations, Session session)
    {
        _operations = operations;
        _session = session;
    }

    /// <summary>Takes them, all or none.</summary>
    /// <param name="operations">The datastores.</param>
    /// <param name="session">For whom.</param>
    /// <param name="datastores">On what.</param>
    /// <exception cref="RpcErrorException">lock-denied.</exception>
    public static DatabaseLocks Take(Operations operations, Session session, params IEnumerable<Datastore> datastores)
    {
        var locks = new DatabaseLocks(operations, session);
        try
        {
            foreach (var datastore in datastores)
            {
                if (operations.FindLock(datastore)?.Session == session) continue;
                operations.Lock(session, datastore);
                locks._taken.Add(datastore);
            }

            return locks;
        }
        catch
        {
            locks.Release();
            throw;
        }
    }

    /// <summary>Gives them back.</summary>
    public void Release()
    {
        for (var i = _taken.Count - 1; i >= 0; i--)
        {
            // The session's end may have given them back before.
            if (_operations.FindLock(_taken[i])?.Session == _session) _operations.Unlock(_session, _taken[i]);
        }

        _taken.Clear();
    }
}
