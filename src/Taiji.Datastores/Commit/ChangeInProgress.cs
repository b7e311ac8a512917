using System.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Commit;

/// <summary>How far a change has come on its way: whose turn it has, and who has prepared for what.</summary>
/// <param name="request">The change.</param>
internal sealed class ChangeInProgress(ChangeRequest request)
{
    // So many times others may change something in between that changes what was prepared for; then nobody may while it is prepared again.
    private const int Patience = 3;

    private EvaluatedChange? _preparedFor;
    private byte[]? _encoded;
    private int _preparations;

    /// <summary>The change.</summary>
    public ChangeRequest Request { get; set; } = request;

    /// <summary>The participants whose turn is with this change.</summary>
    public IReadOnlyList<ICommitParticipant> Turns { get; set; } = [];

    /// <summary>What the participants prepared for; null when none has.</summary>
    public CommitChange? Prepared { get; private set; }

    /// <summary>The participants that prepared.</summary>
    public IReadOnlyList<ICommitParticipant> Concerned { get; private set; } = [];

    /// <summary>The span of all that is done for it; null when nobody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>What an evaluation found.</summary>
    public EvaluatedChange? Known { get; set; }

    /// <summary>Whether it has come in vain so often that nobody else may change anything while it is prepared.</summary>
    public bool IsOutOfPatience => _preparations >= Patience;

    /// <summary>Whether it has the turn with all of them.</summary>
    /// <param name="concerned">Whom the change concerns.</param>
    public bool HasTurns(IReadOnlyList<ICommitParticipant> concerned) => concerned.Count == 0 || concerned.All(Turns.Contains);

    /// <summary>Whether everybody that a change concerns has prepared for just that.</summary>
    /// <param name="change">The change as it is now.</param>
    /// <param name="concerned">Whom it concerns.</param>
    public bool Covers(EvaluatedChange change, IReadOnlyList<ICommitParticipant> concerned)
    {
        if (Prepared is null) return concerned.Count == 0;
        if (!Concerned.SequenceEqual(concerned)) return false;
        if (ReferenceEquals(_preparedFor, change)) return true;
        _encoded ??= DiffEncoder.Encode(_preparedFor!.Diff);
        return _encoded.AsSpan().SequenceEqual(DiffEncoder.Encode(change.Diff));
    }

    /// <summary>All that a change concerns have prepared.</summary>
    /// <param name="change">What they prepared for.</param>
    /// <param name="told">As they were told.</param>
    /// <param name="concerned">Who.</param>
    public void HavePrepared(EvaluatedChange change, CommitChange told, IReadOnlyList<ICommitParticipant> concerned)
    {
        (_preparedFor, Prepared, Concerned, _encoded) = (change, told, concerned, null);
        _preparations++;
    }

    /// <summary>They have heard the outcome, or are about to.</summary>
    public void Told() => (_preparedFor, Prepared, Concerned, _encoded) = (null, null, [], null);
}
