using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>One read of a provider that gives a list in the order of its keys: each bit is checked as it comes, and no more than its last key is kept of the one before.</summary>
/// <param name="call">The provider.</param>
/// <param name="context">What it is asked.</param>
/// <param name="list">The path of the list.</param>
/// <param name="cancellation">Ends it; its own.</param>
internal sealed class ProviderRun(ProviderCall call, StateContext context, DataPath list, CancellationTokenSource cancellation) : IAsyncDisposable
{
    private readonly CancellationToken _cancelled = cancellation.Token;
    private readonly long _began = call.Now;
    private StateBits? _bits;
    private byte[] _last = [];
    private bool _isOver;

    /// <summary>Why the provider failed; null while it hasn't.</summary>
    public string? Failure { get; private set; }

    /// <summary>The next bit with entries; null when there is none, or the provider failed.</summary>
    public async Task<DataTree?> NextAsync()
    {
        try
        {
            _bits ??= await call.StartAsync(context, _cancelled).ConfigureAwait(false);
            while (!_isOver && await _bits.NextAsync(_cancelled).ConfigureAwait(false) is { } bit)
            {
                if (IsChecked(bit)) return bit;
            }

            if (!_isOver) call.Succeeded(_began);
        }
        catch (OperationCanceledException) when (_cancelled.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A user's code may throw anything: it costs the rest of its list.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = call.Failed(e, _began);
        }

        _isOver = true;
        return null;
    }

    /// <summary>The entries in a bit.</summary>
    /// <param name="bit">The bit.</param>
    public DataEntries Entries(DataTree bit) => bit.TryFind(list.Parent, out var parent) ? parent.Entries(list.Node) : default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await cancellation.CancelAsync().ConfigureAwait(false);
        try
        {
            if (_bits is not null) await _bits.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // What a user's code does as it is left is nobody's concern who reads.
        catch (Exception e)
#pragma warning restore CA1031
        {
            call.Failed(e, _began);
        }

        cancellation.Dispose();
    }

    // Whether there are entries in it; they must come after all before them, which is how each is known to be there once.
    private bool IsChecked(DataTree bit)
    {
        call.Check(bit, context);
        if (!bit.TryFind(list.Parent, out var parent) || parent.Entries(list.Node) is not { Count: > 0 } entries) return false;
        var first = entries.At(0);
        if (_last.Length > 0 && first.Key.SequenceCompareTo(_last) <= 0) throw ProviderCall.OutOfOrder(first.Path);
        _last = entries.At(entries.Count - 1).Key.ToArray();
        return true;
    }
}
