using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>A provider that gives its state bit by bit.</summary>
/// <param name="stream">Gives it.</param>
public sealed class StateStreamProvider(IStateStream stream) : IStateProvider
{
    /// <summary>Gives the state.</summary>
    public IStateStream Stream => stream;

    /// <inheritdoc/>
    public string Name => stream.Name;

    /// <inheritdoc/>
    public async ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var root = new DataPath(context.Running.Schema);
        await foreach (var bit in stream.ProvideAsync(context, cancellationToken).ConfigureAwait(false)) state.Merge(root, bit.Root);
    }
}

/// <summary>Reads a stream of state into one tree.</summary>
internal static class StateStreamReader
{
    /// <summary>All that it gives.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="context">What it is asked.</param>
    /// <param name="node">Its schema node.</param>
    /// <param name="limit">Waits for one bit, not beyond the time-out.</param>
    /// <param name="cancellationToken">The reader gives up.</param>
    public static async Task<DataTree> ReadAsync(
        IStateStream stream, StateContext context, SchemaNode node, Func<Task, CancellationToken, Task> limit, CancellationToken cancellationToken)
    {
        var schema = context.Running.Schema;
        var root = new DataPath(schema);
        var editor = DataTree.Empty(schema).Edit();
        var bits = await StartAsync(stream, context, limit, cancellationToken).ConfigureAwait(false);
        var isOver = false;
        try
        {
            while (true)
            {
                // On the pool: one that blocks instead of awaiting must not hold up the reader beyond the time-out.
                var next = Task.Run(() => bits.MoveNextAsync().AsTask(), cancellationToken);
                isOver = true;
                await limit(next, cancellationToken).ConfigureAwait(false);
                isOver = false;
                if (!await next.ConfigureAwait(false)) return editor.Seal();
                if (!ReferenceEquals(bits.Current.Schema, schema)) throw new InvalidOperationException("The state is of another schema.");
                editor.Merge(root, bits.Current.Root);
            }
        }
        finally
        {
            // One that is late can't be left in order: it is, when it ends.
            if (!isOver) await bits.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<IAsyncEnumerator<DataTree>> StartAsync(
        IStateStream stream, StateContext context, Func<Task, CancellationToken, Task> limit, CancellationToken cancellationToken)
    {
        var start = Task.Run(() => stream.ProvideAsync(context, cancellationToken).GetAsyncEnumerator(cancellationToken), cancellationToken);
        await limit(start, cancellationToken).ConfigureAwait(false);
        return await start.ConfigureAwait(false);
    }
}
