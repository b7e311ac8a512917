using Taiji.Datastores.Store;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>What an edit answers.</summary>
internal static class EditOutcome
{
    /// <summary>Stop-on-error: what was applied before the error stays, and the error is the answer.</summary>
    /// <param name="before">The content before.</param>
    /// <param name="after">The content after.</param>
    /// <param name="errors">Why some edits were not applied.</param>
    /// <param name="options">How it was asked for.</param>
    public static EditResult Of(DatastoreSnapshot before, DatastoreSnapshot after, IReadOnlyList<RpcError> errors, EditOptions options) =>
        errors.Count > 0 && options.ErrorOption == ErrorOption.StopOnError ? throw new RpcErrorException(errors) : new EditResult(before, after, errors);

    /// <summary>Refuses when there are errors; warnings alone are none.</summary>
    /// <param name="errors">What validation found.</param>
    /// <returns>The warnings.</returns>
    /// <exception cref="RpcErrorException">All of them.</exception>
    public static IReadOnlyList<RpcError> Demand(IReadOnlyList<RpcError> errors) =>
        errors.Any(e => e.Severity == ErrorSeverity.Error) ? throw new RpcErrorException(errors) : errors;
}
