using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>The bits of one stream of state, each in time.</summary>
/// <param name="schema">The schema.</param>
/// <param name="bits">The bits as the stream gives them.</param>
/// <param name="limit">Waits for one, not beyond the time-out.</param>
internal sealed class StateBits(YangSchema schema, IAsyncEnumerator<DataTree> bits, Func<Task, CancellationToken, Task> limit) : IAsyncDisposable
{
    private Task<bool> _next = Task.FromResult(false);

    /// <summary>Asks a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="context">What it is asked.</param>
    /// <param name="limit">Waits for one bit, not beyond the time-out.</param>
    /// <param name="cancellationToken">The reader gives up.</param>
    public static async Task<StateBits> StartAsync(IStateStream stream, StateContext context, Func<Task, CancellationToken, Task> limit, CancellationToken cancellationToken)
    {
        var start = Task.Run(() => stream.ProvideAsync(context, cancellationToken).GetAsyncEnumerator(cancellationToken), cancellationToken);
        await limit(start, cancellationToken).ConfigureAwait(false);
        return new StateBits(context.Running.Schema, await start.ConfigureAwait(false), limit);
    }

    /// <summary>The next bit; null when there is none.</summary>
    /// <param name="cancellationToken">The reader gives up.</param>
    public async Task<DataTree?> NextAsync(CancellationToken cancellationToken)
    {
        // On the pool: one that blocks instead of awaiting must not hold up the reader beyond the time-out.
        _next = Task.Run(() => bits.MoveNextAsync().AsTask(), CancellationToken.None);
        await limit(_next, cancellationToken).ConfigureAwait(false);
        if (!await _next.ConfigureAwait(false)) return null;
        if (!ReferenceEquals(bits.Current.Schema, schema)) throw new InvalidOperationException("The state is of another schema.");
        return bits.Current;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_next.IsCompleted) return bits.DisposeAsync();
        // One that is late can't be left in order before it answers, and nobody waits for that.
        _ = LeaveAsync();
        return ValueTask.CompletedTask;
    }

    private async Task LeaveAsync()
    {
        await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await bits.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody is left who could be told what a user's code throws at its very end.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
