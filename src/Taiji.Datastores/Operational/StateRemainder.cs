using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>
/// The rest of a list of state that is written as it comes. It is one bit ahead of the writer, so that when its provider fails that is said with the last entry there is; to be disposed
/// of when the reader has done with it.
/// </summary>
public sealed class StateRemainder : ListRemainder, IAsyncDisposable
{
    private readonly ProviderRun _run;
    private DataTree? _ahead;
    private bool _isOver;

    /// <summary>Makes the rest.</summary>
    /// <param name="list">The list.</param>
    /// <param name="run">Gives it.</param>
    /// <param name="ahead">The first bit of it.</param>
    internal StateRemainder(ListNode list, ProviderRun run, DataTree ahead)
        : base(list) => (_run, _ahead) = (run, ahead);

    /// <inheritdoc/>
    public override async ValueTask<ListPart?> NextAsync(CancellationToken cancellationToken)
    {
        if (_ahead is not { } bit) return null;
        _ahead = await _run.NextAsync().ConfigureAwait(false);
        return new ListPart(_run.Entries(bit), _run.Failure is { } why ? new ListAnnotation { Incomplete = why } : null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isOver) return;
        _isOver = true;
        await _run.DisposeAsync().ConfigureAwait(false);
    }
}
