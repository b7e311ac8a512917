using Taiji.Datastores;
using Taiji.Server.JsonRpcApi.Comet;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>Validates for a commit, and keeps others from changing the configuration until then.</summary>
internal sealed class ValidateCommit() : TransactionMethod(
    "validate_commit", Parameter.Text("comet_id").Optional(), Parameter.Text("handle").Optional(),
    Parameter.OneOf("details", "normal", "verbose", "very_verbose", "debug").Optional(), CommitFlags.Parameter)
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var flags = CommitFlags.Read(call.Arguments);
        TraceIds.DemandOne(transaction, flags);
        transaction.Progress = ProgressSink.Of(call) ?? transaction.Progress;
        await call.Server.Progress.RunAsync(
            call.Session, transaction, "validating", flags.TraceId, transaction.Progress, async _ => await transaction.ValidateCommitAsync(call.Cancelled).ConfigureAwait(false)).ConfigureAwait(false);
        Refusals.WriteWarnings(call, transaction.Warnings);
    }
}

/// <summary>Lets others change the configuration again.</summary>
internal sealed class ClearValidateLock() : TransactionMethod("clear_validate_lock")
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction) => await transaction.ClearValidateLockAsync().ConfigureAwait(false);
}

/// <summary>Commits what <c>validate_commit</c> has validated; the handle is gone afterwards.</summary>
internal sealed class CommitTrans() : TransactionMethod(
    "commit", Parameter.Integer("timeout", 0).Optional(), Parameter.Boolean("release_locks"), Parameter.Boolean("rollback-id"), CommitFlags.Parameter)
{
    /// <inheritdoc/>
    protected override bool IgnoresTraceContext => true;

    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var flags = CommitFlags.Read(call.Arguments);
        TraceIds.DemandOne(transaction, flags);
        var timeout = call.Arguments.Integer("timeout");
        if (timeout > 0) Confirmation.Demand(call.Server, transaction);
        if (!transaction.IsValidated) throw new JsonRpcException(ErrorKind.Failed, "validate_commit comes before commit");
        // Bit 0 of the mask counts where the parameter isn't given.
        transaction.KeepsLocks = !call.Arguments.Flag("release_locks", !flags.KeepsLocks);
        await CommitRun.RunAsync(call, transaction, flags, timeout, call.Arguments.Flag("rollback-id")).ConfigureAwait(false);
    }
}

/// <summary>Validates and commits in one go.</summary>
internal sealed class Apply() : TransactionMethod("apply", CommitFlags.Parameter)
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var flags = CommitFlags.Read(call.Arguments);
        TraceIds.DemandOne(transaction, flags);
        var wasValidated = transaction.IsValidated;
        if (!wasValidated)
        {
            await call.Server.Progress.RunAsync(
                call.Session, transaction, "validating", flags.TraceId, null, async _ => await transaction.ValidateCommitAsync(call.Cancelled).ConfigureAwait(false)).ConfigureAwait(false);
        }

        try
        {
            transaction.KeepsLocks = flags.KeepsLocks;
            await CommitRun.RunAsync(call, transaction, flags, 0, false).ConfigureAwait(false);
            if (flags.DryRun is null) Refusals.WriteWarnings(call, transaction.Warnings);
        }
        catch
        {
            if (!wasValidated) await transaction.ClearValidateLockAsync().ConfigureAwait(false);
            throw;
        }
    }
}

/// <summary>What <c>commit</c> and <c>apply</c> have in common.</summary>
internal static class CommitRun
{
    public static async ValueTask RunAsync(MethodCall call, WebTransaction transaction, CommitFlags flags, long timeout, bool tellsRollback)
    {
        if (flags.DryRun is not null)
        {
            DryRun.Write(call, transaction, flags);
            await transaction.ClearValidateLockAsync().ConfigureAwait(false);
            return;
        }

        var options = new CommitOptions
        {
            Comment = flags.Comment ?? transaction.Comment,
            Label = flags.Label ?? transaction.Label,
            Confirmed = timeout > 0 ? new ConfirmedCommit { Timeout = TimeSpan.FromSeconds(timeout) } : null,
        };
        EditResult result = null!;
        await call.Server.Progress.RunAsync(
            call.Session, transaction, "committing", flags.TraceId, transaction.Progress,
            async _ => result = await transaction.CommitAsync(options, call.Cancelled).ConfigureAwait(false)).ConfigureAwait(false);
        call.Session.Transactions.Remove(transaction);
        if (!tellsRollback || result.After.Sequence == result.Before.Sequence) return;
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteStartObject("rollback-id"u8);
        writer.WriteNumber("fixed"u8, result.After.Sequence);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

/// <summary>When a commit can be a confirmed one.</summary>
internal static class Confirmation
{
    public static void Demand(JsonRpcServer server, WebTransaction transaction)
    {
        if (!server.Operations.Datastores.Candidate) throw new JsonRpcException(ErrorKind.ConfirmedCommitNeedsCandidate);
        if (transaction.Settings.Database != "candidate")
            throw new JsonRpcException(transaction.Settings is { Database: "running", IsWritable: true } ? ErrorKind.ConfirmedCommitNotInPrivateMode : ErrorKind.ConfirmedCommitOnlyForCandidate);
    }
}

/// <summary>The two ways of giving a trace id, which exclude one another.</summary>
internal static class TraceIds
{
    public static void DemandOne(WebTransaction transaction, CommitFlags flags)
    {
        if (flags.TraceId is not null && transaction.Trace is not null)
            throw new JsonRpcException(ErrorKind.Failed, "the flag trace-id and the header traceparent can't be used at the same time");
    }
}

/// <summary>Takes back the confirmed commit that waits.</summary>
internal sealed class AbortCommit() : JsonRpcMethod("abort_commit")
{
    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call) =>
        await call.Server.Operations.CancelCommitAsync(call.Session.Datastores, null, call.Cancelled).ConfigureAwait(false);
}

/// <summary>Confirms the confirmed commit that waits.</summary>
internal sealed class ConfirmCommit() : JsonRpcMethod("confirm_commit")
{
    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call) =>
        await call.Server.Operations.ConfirmCommitAsync(call.Session.Datastores, null, call.Cancelled).ConfigureAwait(false);
}
