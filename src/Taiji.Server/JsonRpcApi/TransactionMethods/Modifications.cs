using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>Whether the transaction changes anything.</summary>
internal sealed class IsTransModified() : TransactionMethod("is_trans_modified")
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        call.Answer("modified", !transaction.Changes.IsEmpty);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What the transaction changes.</summary>
/// <param name="name">Its name: an older one gives the array alone.</param>
internal sealed class GetTransChanges(string name = "get_trans_changes") : TransactionMethod(name, Parameter.OneOf("output", "compact", "legacy").Optional())
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var list = new ChangeList(call.Server.Names, call.Result, call.Server.Readable(call.Session)) { IsLegacy = call.Arguments.Text("output", "legacy") == "legacy" };
        if (Name != "get_trans_changes")
        {
            list.Write(transaction.Changes);
            return ValueTask.CompletedTask;
        }

        call.Result.WriteStartObject();
        call.Result.WritePropertyName("changes"u8);
        list.Write(transaction.Changes);
        call.Result.WriteEndObject();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What others have changed since that the transaction changes too.</summary>
internal sealed class GetTransConflicts() : TransactionMethod("get_trans_conflicts")
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var running = call.Server.Snapshot(call.Session, Taiji.Datastores.Store.Datastore.Running);
        var readable = call.Server.Readable(call.Session);
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteStartArray("conflicts"u8);
        foreach (var path in transaction.Conflicts())
        {
            var wasThere = transaction.Base.TryFind(path, out var before);
            var isThere = running.TryFind(path, out var now);
            if ((isThere && !Keypaths.Visibility.IsVisible(now, readable)) || (wasThere && !Keypaths.Visibility.IsVisible(before, readable))) continue;
            writer.WriteStartObject();
            writer.WriteString("keypath"u8, Keypaths.KeypathText.Keypath(call.Server.Names, path));
            writer.WriteString("op"u8, !isThere ? "deleted" : path.Node is LeafNode ? "value_set" : wasThere ? "modified" : "created");
            if (isThere && now.Schema is LeafNode) writer.WriteString("value"u8, call.Server.Names.Text(now));
            if (wasThere && before.Schema is LeafNode) writer.WriteString("old"u8, call.Server.Names.Text(before));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Says that the conflicts are resolved: the transaction's side wins.</summary>
internal sealed class ResolveTrans() : TransactionMethod("resolve_trans")
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        transaction.Resolve();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Validates.</summary>
internal sealed class ValidateTrans() : TransactionMethod("validate_trans")
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        await call.Server.Progress.RunAsync(call.Session, transaction, "validating", null, null, async _ =>
        {
            var errors = await transaction.ValidateAsync(call.Cancelled).ConfigureAwait(false);
            if (errors.Count > 0) throw Refusals.OfValidation(errors, call.Server);
        }).ConfigureAwait(false);
        Refusals.WriteWarnings(call, transaction.Warnings);
    }
}
