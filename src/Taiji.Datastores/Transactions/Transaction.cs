using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>Edits on their way into a datastore. Applied to whatever the datastore holds when their turn comes: replayed, they rebase.</summary>
internal sealed record Transaction
{
    /// <summary>In order.</summary>
    public required IReadOnlyList<Edit> Edits { get; init; }

    /// <summary>What to do when one doesn't apply.</summary>
    public ErrorOption ErrorOption { get; init; } = ErrorOption.RollbackOnError;

    /// <summary>The content that the edits were made on; null when they were made on none in particular.</summary>
    public DatastoreSnapshot? Base { get; init; }

    /// <summary>How many of the edits, from the first on, were made on <see cref="Base"/>.</summary>
    public int EditsOnBase { get; init; } = int.MaxValue;

    /// <summary>What <see cref="Base"/> becomes: spares the replay when nothing else changed since.</summary>
    public DataTree? Result { get; init; }

    /// <summary>Applies the edits.</summary>
    /// <param name="current">What the datastore holds.</param>
    /// <exception cref="RpcErrorException">An edit doesn't apply and the error-option is rollback-on-error; or it did apply to <see cref="Base"/> (a conflict).</exception>
    public AppliedEdits ApplyTo(DatastoreSnapshot current)
    {
        if (Result is not null && Base is not null && ReferenceEquals(Base.Tree, current.Tree)) return new AppliedEdits(Result, Edits, []);
        var editor = current.Tree.Edit();
        List<Edit>? applied = null;
        List<RpcError>? errors = null;
        for (var i = 0; i < Edits.Count; i++)
        {
            if (editor.Apply(Edits[i]) is not { } error)
            {
                applied?.Add(Edits[i]);
                continue;
            }

            if (Base is not null && i < EditsOnBase) throw new RpcErrorException(Conflict(Edits[i], error, Base));
            if (ErrorOption == ErrorOption.RollbackOnError) throw new RpcErrorException(error);
            applied ??= [.. Edits.Take(i)];
            (errors ??= []).Add(error);
            if (ErrorOption == ErrorOption.StopOnError) break;
        }

        return new AppliedEdits(editor.Seal(out var change), applied ?? Edits, errors ?? []) { Change = change };
    }

    private static RpcError Conflict(Edit edit, RpcError error, DatastoreSnapshot editedOn) => new()
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.OperationFailed,
        AppTag = ConflictTeller.AppTag,
        Path = error.Path ?? edit.Target.ToString(),
        Message = $"Running has changed since the candidate was edited (on commit {editedOn.Sequence}), and this edit applies no longer: {error.Message}",
        Info = error.Info,
    };
}

/// <summary>What became of a <see cref="Transaction"/>'s edits.</summary>
/// <param name="Tree">The content after; the tree before itself when nothing changed.</param>
/// <param name="Edits">Those that were applied.</param>
/// <param name="Errors">Why the others were not.</param>
internal sealed record AppliedEdits(DataTree Tree, IReadOnlyList<Edit> Edits, IReadOnlyList<RpcError> Errors)
{
    /// <summary>From the tree before to the one after, where that is known already.</summary>
    public DataDiff? Change { get; init; }
}
