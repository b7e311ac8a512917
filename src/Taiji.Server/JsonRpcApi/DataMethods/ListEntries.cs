using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>Copies a list entry under other keys, and with <c>rename_list_entry</c> deletes the first one.</summary>
/// <param name="isRename">Which.</param>
internal sealed class CopyListEntry(bool isRename) : TransactionMethod(
    isRename ? "rename_list_entry" : "copy_list_entry", Parameter.Text("from_path"), Parameter.Array("to_keys", ParameterTypes.String))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var from = call.EntryPath("from_path");
        var access = new WriteAccess(call, transaction);
        access.DemandWritable(from);
        var content = transaction.Content;
        if (!content.TryFind(from, out var entry) || !entry.IsVisible(call.Server.Readable(call.Session)))
            throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(from)}");
        var list = (ListNode)from.Node;
        var to = from.Parent.Append(list, KeyOf(call, list));
        access.DemandWritable(to, EditOperation.Create);
        if (content.TryFind(to, out _)) throw new JsonRpcException(ErrorKind.AlreadyExists, $"{call.Server.Names.Keypath(to)} is there already");
        var insert = isRename && list.IsUserOrdered ? new InsertPosition(InsertPlace.Before, entry.Key.ToArray()) : null;
        var copy = Edits.Copy(entry, to, insert);
        access.Edit(isRename ? [copy, new Edit(EditOperation.Delete, from)] : [copy]);
        return ValueTask.CompletedTask;
    }

    private static byte[] KeyOf(MethodCall call, ListNode list)
    {
        var texts = call.Arguments.Texts("to_keys")!;
        if (texts.Count != list.Keys.Count) throw JsonRpcException.InvalidParameter("to_keys", $"the list has {list.Keys.Count} keys");
        var stored = new byte[texts.Count][];
        for (var i = 0; i < stored.Length; i++)
        {
            if (!call.Server.Names.TryParse(list.Keys[i], texts[i], out stored[i], out var error))
                throw JsonRpcException.InvalidParameter("to_keys", $"\"{texts[i]}\" is not a valid value: {error}");
        }

        return KeyCodec.Encode(list, stored);
    }
}

/// <summary>Moves an entry of a list that the user orders.</summary>
internal sealed class MoveListEntry() : TransactionMethod(
    "move_list_entry", Parameter.Text("from_path"), Parameter.Text("to_path").Optional(), Parameter.OneOf("mode", "first", "last", "before", "after"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var from = call.Path("from_path");
        if (from.IsWholeList || from.Node is not (ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true }))
            throw JsonRpcException.InvalidParameter("from_path", "it names no entry of a list ordered by the user");
        var access = new WriteAccess(call, transaction);
        access.DemandWritable(from);
        var content = transaction.Content;
        if (!content.TryFind(from, out _)) throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(from)}");
        var place = Enum.Parse<InsertPlace>(call.Arguments.Text("mode"), ignoreCase: true);
        ReadOnlyMemory<byte>? anchor = null;
        if (place is InsertPlace.Before or InsertPlace.After)
        {
            if (!call.Arguments.Has("to_path")) throw new JsonRpcException(JsonRpcError.About(ErrorKind.MissingParams, "to_path"));
            var to = call.Path("to_path");
            if (to.Node != from.Node || to.IsWholeList || !content.TryFind(to, out _) || !ChangeList.IsAtOrBelow(to.Parent, from.Parent))
                throw JsonRpcException.InvalidParameter("to_path", "it names no other entry of the same list");
            anchor = to.Steps[^1].Key;
        }

        access.Edit(Edits.Make(from, EditOperation.Merge, new InsertPosition(place, anchor)));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Appends an entry to a leaf-list.</summary>
internal sealed class AppendListEntry() : TransactionMethod("append_list_entry", Parameter.Text("path"), Parameter.Text("value"))
{
    /// <inheritdoc/>
    protected override ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.PathOf<LeafListNode>("leaf-list");
        var access = new WriteAccess(call, transaction);
        access.DemandWritable(path);
        DataTargets.DemandAncestors(transaction.Content, path, call.Server.Names);
        var leafList = (LeafListNode)path.Node;
        if (!call.Server.Names.TryParse(leafList, call.Arguments.Text("value"), out var stored, out var error)) throw JsonRpcException.InvalidParameter("value", error);
        access.Edit(Edits.Make(path.Parent.Append(leafList, stored), EditOperation.Create));
        return ValueTask.CompletedTask;
    }
}
