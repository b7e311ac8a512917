namespace Taiji.Datastores.Store;

/// <summary>What running is: published by one volatile write, read by everybody without a lock.</summary>
internal sealed class RunningStore
{
    private volatile DatastoreSnapshot _current;

    /// <summary>Begins with what the journal held.</summary>
    /// <param name="initial">The content.</param>
    public RunningStore(DatastoreSnapshot initial) => _current = initial;

    /// <summary>The newest durable content.</summary>
    public DatastoreSnapshot Current => _current;

    /// <summary>Makes a durable content the current one.</summary>
    /// <param name="snapshot">It follows the current one.</param>
    public void Publish(DatastoreSnapshot snapshot) => _current = snapshot;
}
