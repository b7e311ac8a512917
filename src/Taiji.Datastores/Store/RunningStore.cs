namespace Taiji.Datastores.Store;

/// <summary>What running is, and what is decided beside it: published by one volatile write, read by everybody without a lock.</summary>
internal sealed class RunningStore
{
    private volatile DurableState _state;

    /// <summary>Begins with what the journal held.</summary>
    /// <param name="initial">The state.</param>
    public RunningStore(DurableState initial) => _state = initial;

    /// <summary>The newest durable content.</summary>
    public DatastoreSnapshot Current => _state.Running;

    /// <summary>The newest durable state.</summary>
    public DurableState State => _state;

    /// <summary>Makes a durable state the current one.</summary>
    /// <param name="state">It follows the current one.</param>
    public void Publish(DurableState state) => _state = state;
}
