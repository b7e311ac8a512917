using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>The session's transactions.</summary>
internal sealed class GetTrans() : JsonRpcMethod("get_trans")
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        TransactionList.Write(call, call.Session.Transactions.All);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The transaction that <c>new_webui_trans</c> made.</summary>
internal sealed class GetWebUiTrans() : JsonRpcMethod("get_webui_trans")
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        TransactionList.Write(call, call.Session.Transactions.All.Where(t => t.Settings.IsWebUi));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Begins a transaction.</summary>
internal sealed class NewTrans() : JsonRpcMethod(
    "new_trans",
    Parameter.OneOf("db", "startup", "running", "candidate").Optional(),
    Parameter.OneOf("mode", "read", "read_write").Optional(),
    Parameter.OneOf("conf_mode", "private", "shared", "exclusive").Optional(),
    Parameter.Text("tag").Optional(),
    Parameter.Text("action_path").Optional(),
    Parameter.Integer("th").Optional(),
    Parameter.OneOf("on_pending_changes", "reuse", "reject", "discard").Optional())
{
    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call)
    {
        var arguments = call.Arguments;
        var settings = new TransactionSettings
        {
            Database = arguments.Text("db", "running"),
            IsWritable = arguments.Text("mode", "read") == "read_write",
            Mode = arguments.Text("conf_mode", "private"),
            Tag = arguments.OptionalText("tag"),
            Action = arguments.OptionalText("action_path") is { } path ? KeypathParser.Parse(call.Server.Names, path, "action_path") : null,
        };
        if (settings.Action is { Operation: null }) throw JsonRpcException.InvalidParameter("action_path", "it names no action or rpc");
        var outer = arguments.Has("th") ? call.Session.Transactions.Find(arguments.Integer("th")) : null;
        using var turn = outer is null ? null : await outer.EnterAsync(call.Cancelled).ConfigureAwait(false);
        call.Answer("th", TransactionStarter.Begin(call.Server, call.Session, settings, arguments.Text("on_pending_changes", "reuse"), outer).Handle);
    }
}

/// <summary>Begins a transaction to write that <c>get_webui_trans</c> finds.</summary>
internal sealed class NewWebUiTrans() : JsonRpcMethod(
    "new_webui_trans",
    Parameter.OneOf("db", "startup", "running", "candidate").Optional(),
    Parameter.OneOf("conf_mode", "private", "shared", "exclusive").Optional(),
    Parameter.OneOf("on_pending_changes", "reuse", "reject", "discard").Optional())
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        var arguments = call.Arguments;
        var settings = new TransactionSettings
        {
            Database = arguments.Text("db", "running"), IsWritable = true, Mode = arguments.Text("conf_mode", "private"), IsWebUi = true,
        };
        call.Answer("th", TransactionStarter.Begin(call.Server, call.Session, settings, arguments.Text("on_pending_changes", "reuse"), null).Handle);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Ends a transaction; its changes are gone.</summary>
internal sealed class DeleteTrans() : TransactionMethod("delete_trans")
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        if (call.Session.Transactions.Remove(transaction)) transaction.Abort();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Gives the commit a comment.</summary>
internal sealed class SetTransComment() : TransactionMethod("set_trans_comment", Parameter.Text("comment").Optional())
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        transaction.Comment = call.Arguments.OptionalText("comment");
        return ValueTask.CompletedTask;
    }
}

/// <summary>Gives the commit a label.</summary>
internal sealed class SetTransLabel() : TransactionMethod("set_trans_label", Parameter.Text("label").Optional())
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        transaction.Label = call.Arguments.OptionalText("label");
        return ValueTask.CompletedTask;
    }
}

/// <summary>Writes <c>{"trans": […]}</c>.</summary>
internal static class TransactionList
{
    public static void Write(MethodCall call, IEnumerable<WebTransaction> transactions)
    {
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteStartArray("trans"u8);
        foreach (var transaction in transactions)
        {
            writer.WriteStartObject();
            writer.WriteString("db"u8, transaction.Settings.Database);
            if (!transaction.Settings.IsWebUi) writer.WriteString("mode"u8, transaction.Settings.IsWritable ? "read_write" : "read");
            writer.WriteString("conf_mode"u8, transaction.Settings.Mode);
            if (transaction.Settings.Tag is { } tag) writer.WriteString("tag"u8, tag);
            writer.WriteNumber("th"u8, transaction.Handle);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
