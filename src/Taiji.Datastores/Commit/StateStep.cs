using Taiji.Datastores.Journal;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;

namespace Taiji.Datastores.Commit;

/// <summary>Something that is decided together with a change of running, or without one: all or nothing, in one durable step.</summary>
internal abstract class StateStep
{
    /// <summary>Asked with the state at the moment of the change, before anything is applied; refuses by throwing.</summary>
    /// <param name="head">The state that the change is built on.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">It can't be.</exception>
    public virtual void Check(DurableState head)
    {
    }

    /// <summary>Makes the state after it, and what is kept of it; null when there is nothing to do.</summary>
    /// <param name="head">The state before the change.</param>
    /// <param name="state">The state with the change of running, and the steps before this one.</param>
    /// <param name="time">When it is decided.</param>
    public abstract (DurableState After, JournalRecord Record)? Decide(DurableState head, DurableState state, DateTimeOffset time);

    /// <summary>What it does to the confirmed commit that waits, told once it is durable; null for nothing.</summary>
    /// <param name="head">The state before the change.</param>
    /// <param name="session">Who; null for the server itself.</param>
    public virtual ConfirmationEvent? EventOf(DurableState head, Session? session) => null;
}
