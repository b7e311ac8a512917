using Taiji.Yang.Data;

namespace Taiji.Datastores.Operational;

/// <summary>Gives the state (<c>config false</c>) below a schema path; called only when a reader can reach it.</summary>
public interface IStateProvider
{
    /// <summary>What it is called in logs and in <c>taiji-state-providers</c>.</summary>
    string Name => GetType().Name;

    /// <summary>Writes the state into the editor.</summary>
    /// <param name="context">The configuration it belongs to and what the reader can reach.</param>
    /// <param name="state">An editor over a tree of state, empty at first; only nodes at or below the provider's path may be written.</param>
    /// <param name="cancellationToken">The reader gave up or the time-out passed.</param>
    ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken);
}

/// <summary>Gives the state below a schema path bit by bit: for lists too long to be written in one go. The time-out is for each bit.</summary>
public interface IStateStream
{
    /// <summary>What it is called in logs and in <c>taiji-state-providers</c>.</summary>
    string Name => GetType().Name;

    /// <summary>
    /// Whether the entries of the list that it gives come in the order of their keys, each bit's after those of the bits before (as the keys are stored: numbers by value, strings by their
    /// bytes). Then a list of state (<c>config false</c>, with keys, no list around it) that is read whole is written as it comes, however long it is, instead of being gathered first.
    /// </summary>
    bool IsInKeyOrder => false;

    /// <summary>Gives the state in as many trees as it likes, each with some entries and the nodes that lead there (some thousand entries are a good size).</summary>
    /// <param name="context">The configuration it belongs to and what the reader can reach; see <see cref="StateContext.EntriesOf"/>.</param>
    /// <param name="cancellationToken">The reader gave up or the time-out passed.</param>
    IAsyncEnumerable<DataTree> ProvideAsync(StateContext context, CancellationToken cancellationToken);
}
