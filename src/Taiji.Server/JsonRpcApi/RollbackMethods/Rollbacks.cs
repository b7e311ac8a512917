using System.Globalization;
using Taiji.Datastores;
using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.RollbackMethods;

/// <summary>The commits that can be taken back, the newest first.</summary>
internal sealed class GetRollbacks() : JsonRpcMethod("get_rollbacks")
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteStartArray("rollbacks"u8);
        var shown = StateRules.Shows(call.Server, call.Session, "taiji-rollbacks", "rollbacks", "rollback") ? call.Server.Operations.Rollbacks() : [];
        foreach (var rollback in shown)
        {
            writer.WriteStartObject();
            writer.WriteNumber("nr"u8, rollback.Number);
            writer.WriteNumber("fixed_nr"u8, rollback.Id);
            writer.WriteString("creator"u8, IfShown("user", rollback.User ?? "system"));
            writer.WriteString("date"u8, IfShown("time", rollback.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
            writer.WriteString("via"u8, IfShown("source", SessionDescription.ContextOf(rollback.Source)));
            writer.WriteString("comment"u8, IfShown("comment", rollback.Comment));
            writer.WriteString("label"u8, IfShown("label", rollback.Label));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return ValueTask.CompletedTask;

        string IfShown(string leaf, string? value) =>
            value is not null && StateRules.Shows(call.Server, call.Session, "taiji-rollbacks", "rollbacks", "rollback", leaf) ? value : "";
    }

    /// <summary>The rollback of a number.</summary>
    /// <param name="call">The call.</param>
    /// <exception cref="JsonRpcException">There is none.</exception>
    public static Rollback Find(MethodCall call) => call.Server.Operations.Rollbacks().FirstOrDefault(r => r.Number == call.Arguments.Integer("nr"))
        ?? throw JsonRpcException.InvalidParameter("nr", "there is no such rollback");
}

/// <summary>What a rollback would change, in curly brackets.</summary>
internal sealed class GetRollback() : JsonRpcMethod("get_rollback", Parameter.Integer("nr", 0))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        var selection = new RollbackSelection(GetRollbacks.Find(call).Id) { IsAlone = true };
        call.Result.WriteStringValue(call.Server.Operations.ShowRollback(call.Session.Datastores, selection, DiffFormat.Curly));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Commits a rollback in a transaction of its own: all commits back to that one are taken back, as far as the rules permit.</summary>
internal sealed class InstallRollback() : JsonRpcMethod("install_rollback", Parameter.Integer("nr", 0))
{
    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call)
    {
        var rollback = GetRollbacks.Find(call);
        var transaction = new RunningTransaction(call.Server, call.Session, new TransactionSettings { Database = "running", IsWritable = true });
        try
        {
            var isPartial = new WriteAccess(call, transaction).EditPermitted(call.Server.Operations.RollbackEdits(new RollbackSelection(rollback.Id)));
            await transaction.ValidateCommitAsync(call.Cancelled).ConfigureAwait(false);
            await transaction.CommitAsync(new CommitOptions { Comment = $"rollback {rollback.Id}" }, call.Cancelled).ConfigureAwait(false);
            if (isPartial) call.Answer("warnings", [WriteAccess.SomeNotApplied]);
        }
        finally
        {
            transaction.Abort();
        }
    }
}

/// <summary>Puts a rollback into the transaction, as far as the rules permit.</summary>
internal sealed class LoadRollback() : TransactionMethod("load_rollback", Parameter.Integer("nr", 0), Parameter.Text("path").Optional(), Parameter.Boolean("selective"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Arguments.Has("path") ? call.Path() : null;
        var selection = new RollbackSelection(GetRollbacks.Find(call).Id) { IsAlone = call.Arguments.Flag("selective"), Subtree = path is { IsRoot: false } ? path : null };
        if (!transaction.Settings.IsWritable) throw new JsonRpcException(ErrorKind.NotWritable, "the transaction is for reading only");
        if (new WriteAccess(call, transaction).EditPermitted(call.Server.Operations.RollbackEdits(selection))) call.Answer("warnings", [WriteAccess.SomeNotApplied]);
        return ValueTask.CompletedTask;
    }
}
