namespace Taiji.Datastores.Commit;

/// <summary>
/// Whose turn it is with each participant: it hears one change at a time, from prepare to commit or abort, in the order of the journal. Changes that concern different
/// participants don't wait for each other.
/// </summary>
internal sealed class ParticipantTurns
{
    private readonly Dictionary<ICommitParticipant, (int Order, SemaphoreSlim Free)> _turns = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes it; it is nobody's turn.</summary>
    /// <param name="participants">All of them.</param>
    public ParticipantTurns(IEnumerable<ICommitParticipant> participants)
    {
        foreach (var participant in participants) _turns.TryAdd(participant, (_turns.Count, new SemaphoreSlim(1, 1)));
    }

    /// <summary>Waits for the turn with each of some participants. Everybody waits in the same order, so that no two wait for each other.</summary>
    /// <param name="participants">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Them, to be released.</returns>
    public async Task<IReadOnlyList<ICommitParticipant>> TakeAsync(IReadOnlyList<ICommitParticipant> participants, CancellationToken cancellationToken)
    {
        var taken = new List<ICommitParticipant>(participants.Count);
        try
        {
            foreach (var participant in participants.OrderBy(p => _turns[p].Order))
            {
                await _turns[participant].Free.WaitAsync(cancellationToken).ConfigureAwait(false);
                taken.Add(participant);
            }

            return taken;
        }
        catch (OperationCanceledException)
        {
            Release(taken);
            throw;
        }
    }

    /// <summary>Waits for the turn with all of them, for good.</summary>
    public async Task TakeAllAsync()
    {
        foreach (var (_, free) in _turns.Values.OrderBy(t => t.Order)) await free.WaitAsync().ConfigureAwait(false);
    }

    /// <summary>Gives turns back.</summary>
    /// <param name="participants">With whom.</param>
    public void Release(IReadOnlyList<ICommitParticipant> participants)
    {
        foreach (var participant in participants) _turns[participant].Free.Release();
    }
}
