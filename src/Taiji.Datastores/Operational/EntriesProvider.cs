using Taiji.Yang.Data;

namespace Taiji.Datastores.Operational;

/// <summary>Gives a list of state with an entry for each of something that the server has.</summary>
/// <param name="parent">The path of what the list is in.</param>
/// <param name="list">The list's name.</param>
/// <typeparam name="T">What the server has.</typeparam>
public abstract class EntriesProvider<T>(string parent, string list) : IStateProvider
{
    /// <summary>All there are now.</summary>
    protected abstract IEnumerable<T> Items { get; }

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var at = DataPath.Parse(context.Running.Schema, parent);
        foreach (var item in Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = at.Entry(list, KeysOf(item));
            state.Create(entry);
            Write(state, entry, item);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The keys of one's entry, in the order of the list's <c>key</c> statement.</summary>
    /// <param name="item">Which.</param>
    protected abstract string[] KeysOf(T item);

    /// <summary>Writes what there is to tell of one.</summary>
    /// <param name="state">Receives it.</param>
    /// <param name="entry">Its entry, which is there.</param>
    /// <param name="item">Which.</param>
    protected abstract void Write(DataTreeEditor state, DataPath entry, T item);

    /// <summary>Writes a leaf, if there is a value.</summary>
    /// <param name="state">Receives it.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="value">Its value; null for none.</param>
    protected static void SetIfAny(DataTreeEditor state, DataPath leaf, string? value)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (value is not null) state.SetText(leaf, value);
    }
}
