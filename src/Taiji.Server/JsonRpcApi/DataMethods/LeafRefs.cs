using System.Text.Json;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.QueryMethods;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>What a leafref's value refers to.</summary>
internal sealed class Deref() : TransactionMethod("deref", Parameter.Text("path"), Parameter.OneOf("result_as", "paths", "target", "list-target").Optional())
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.PathOf<TypedNode>("leaf");
        if (((TypedNode)path.Node).Type is not LeafRefType) throw JsonRpcException.InvalidParameter("path", "it names no leaf of the type leafref");
        var readable = call.Server.Readable(call.Session);
        var tree = await call.TreeAsync(transaction, path).ConfigureAwait(false);
        if (path.IsWholeList || !tree.TryFindInUse(path, readable, out var node)) throw new JsonRpcException(ErrorKind.NotFound, $"there is no {call.Server.Names.Keypath(path)}");
        var expression = Expressions.Parse(call.Server.Names, "deref(.)", "path");
        var targets = new XPathEvaluator(new AccessibleTree(tree)).Evaluate(expression, new XPathNode(node), null).Nodes
            .Where(n => !n.IsDefaultEntry && n.Data.IsVisible(readable)).Select(n => n.Data).ToList();
        var form = call.Arguments.Text("result_as", "paths");
        if (form == "paths")
        {
            call.Answer("paths", targets.Select(t => call.Server.Names.Keypath(t)));
            return;
        }

        if (targets.Count == 0) throw new JsonRpcException(ErrorKind.NotFound, "it refers to nothing");
        call.Answer(form, call.Server.Names.Keypath(form == "target" ? targets[0] : EntryOf(targets[0])));
    }

    private static DataNode EntryOf(DataNode node)
    {
        var at = node;
        while (!at.IsRoot && at.Schema is not ListNode) at = at.Parent;
        return at.IsRoot ? throw new JsonRpcException(ErrorKind.NotFound, "it refers to no list") : at;
    }
}

/// <summary>The values that a leafref may have, page by page.</summary>
internal sealed class GetLeafRefValues() : TransactionMethod(
    "get_leafref_values", Parameter.Text("path"), Parameter.Integer("offset", 0).Optional(), Parameter.Integer("limit", -1).Optional(), Parameter.Text("starts_with").Optional(),
    Parameter.Boolean("skip_grouping"), Parameter.Object("keys").Optional())
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var keypath = KeypathParser.Parse(call.Server.Names, call.Arguments.Text("path"));
        if (keypath.Node is not TypedNode { Type: LeafRefType leafRef } node) throw JsonRpcException.InvalidParameter("path", "it names no leaf of the type leafref");
        if (leafRef.Target is null) throw new JsonRpcException(ErrorKind.Failed, "the leafref leads nowhere");
        var isState = !leafRef.Target.IsConfig;
        var tree = isState ? await transaction.WithStateAsync(null, call.Cancelled).ConfigureAwait(false) : transaction.Content;
        var readable = call.Server.Readable(call.Session);
        if (!call.Arguments.Flag("skip_grouping") && GroupOf(node) is { } group)
        {
            WriteGroup(call, tree, group, readable);
            return;
        }

        var nodes = Candidates(call, tree, keypath, leafRef, readable);
        Write(call, nodes, leafRef.Target, readable);
    }

    // The list all of whose keys a leaf and its siblings refer to; null for none.
    private static ListNode? GroupOf(TypedNode node)
    {
        if (Target(node) is not { } list || list.Keys.Count < 2) return null;
        var targets = node.DataParent!.DataChildren.OfType<LeafNode>().Where(l => Target(l) == list).Select(l => ((LeafRefType)l.Type).Target).ToHashSet();
        return list.Keys.All(targets.Contains) ? list : null;
    }

    private static ListNode? Target(TypedNode node) => node.Type is LeafRefType { Target: LeafNode { IsKey: true } target } ? target.DataParent as ListNode : null;

    private static void WriteGroup(MethodCall call, DataTree tree, ListNode list, Func<DataNode, bool>? readable)
    {
        var names = call.Server.Names;
        var walk = NodeWalk.Begin(names, tree, names.Tagpath(list), null, readable, "path");
        var (offset, limit) = Page(call);
        var writer = call.Result;
        Begin(writer);
        var count = 0L;
        for (var i = 0L; i < walk.Count; i++)
        {
            if (walk.At(i) is not { } entry) continue;
            var texts = names.KeyTexts(list, entry.Data.Key);
            if (!texts[0].StartsWith(call.Arguments.Text("starts_with", ""), StringComparison.Ordinal) || count++ < offset || count > offset + limit) continue;
            writer.WriteStartArray();
            foreach (var text in texts) writer.WriteStringValue(text);
            writer.WriteEndArray();
        }

        End(call, writer, offset, count, names.Tagpath(list));
    }

    private static void Write(MethodCall call, NodeWalk? walk, TypedNode target, Func<DataNode, bool>? readable)
    {
        var names = call.Server.Names;
        var (offset, limit) = Page(call);
        var beginning = call.Arguments.Text("starts_with", "");
        var writer = call.Result;
        Begin(writer);
        var count = 0L;
        string? source = null;
        // Where all count, it goes right to the first one asked for, and no further than the last.
        var isDirect = walk is { IsLookedUp: true } && beginning.Length == 0 && readable is null;
        var first = isDirect ? Math.Min(offset, walk!.Count) : 0;
        for (var i = first; i < (walk?.Count ?? 0) && (!isDirect || i - offset < limit); i++)
        {
            if (walk!.At(i) is not { } node || !node.Data.IsVisible(readable)) continue;
            source ??= Source(names, node);
            var text = Expressions.Text(names, node);
            if (!text.StartsWith(beginning, StringComparison.Ordinal)) continue;
            if (isDirect || (count >= offset && count - offset < limit)) writer.WriteStringValue(text);
            count++;
        }

        End(call, writer, offset, isDirect ? walk!.Count : count, walk is null ? null : source ?? names.Tagpath(target));
    }

    // Where the values are, with the keys of the lists around but of the one that has them.
    private static string Source(SchemaNames names, in XPathNode node)
    {
        var path = node.Data.Path;
        for (var i = path.Steps.Length - 1; i >= 0; i--)
        {
            if (path.Steps[i].Node is not (ListNode or LeafListNode)) continue;
            DataPathStep[] steps = [.. path.Steps];
            steps[i] = new DataPathStep(steps[i].Node);
            return names.Keypath(new DataPath(names.Schema, steps));
        }

        return names.Keypath(path);
    }

    private static (long Offset, long Limit) Page(MethodCall call) =>
        (call.Arguments.Integer("offset"), call.Arguments.Integer("limit", -1) is >= 0 and var limit ? limit : long.MaxValue / 2);

    private static void Begin(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("values"u8);
    }

    private static void End(MethodCall call, Utf8JsonWriter writer, long offset, long count, string? source)
    {
        if (offset > count) throw new JsonRpcException(ErrorKind.Failed, $"there are {count} values, fewer than the offset {call.Arguments.Integer("offset")}");
        writer.WriteEndArray();
        if (source is null) writer.WriteBoolean("source"u8, false);
        else writer.WriteString("source"u8, source);
        writer.WriteEndObject();
    }

    private static NodeWalk? Candidates(MethodCall call, DataTree tree, Keypath keypath, LeafRefType leafRef, Func<DataNode, bool>? readable)
    {
        var names = call.Server.Names;
        if (leafRef.Path.Text is ['/', ..] text && !text.Contains('[', StringComparison.Ordinal)) return NodeWalk.Begin(names, tree, names.Tagpath(leafRef.Target!), null, readable, "path");
        if (keypath.Operation is { } operation)
        {
            var parameters = DataTree.Empty(names.Schema, operation.Input).Edit();
            if (keypath.Inner is not { } inner || !TrySetKeys(call, operation, keypath.Node, parameters)) return null;
            parameters.SetValue(inner, Filler(leafRef));
            var input = parameters.Seal();
            DataNode? parent = operation.Kind == SchemaNodeKind.Rpc ? null : keypath.Path is { } at && tree.TryFindInUse(at, null, out var found) ? found : null;
            return input.TryFind(inner, out var leaf) ? NodeWalk.Of(new XPathEvaluator(new AccessibleTree(tree, input, parent)).Evaluate(leafRef.Path, new XPathNode(leaf), leaf.Schema.Module)) : null;
        }

        var path = keypath.Path ?? throw JsonRpcException.InvalidParameter("path", "a list on the way needs its keys");
        if (!tree.TryFind(path, out var context))
        {
            // What the path begins at need not be there yet.
            var editor = tree.Edit();
            editor.SetValue(path, Filler(leafRef));
            tree = editor.Seal();
            tree.TryFind(path, out context);
        }

        return NodeWalk.Of(new XPathEvaluator(new AccessibleTree(tree)).Evaluate(leafRef.Path, new XPathNode(context), context.Schema.Module));
    }

    private static byte[] Filler(LeafRefType leafRef) => new byte[Math.Max(leafRef.FixedSize, 0)];

    // Keys that other parameters are, by their paths in the operation. False when one that is needed is missing or wrong.
    private static bool TrySetKeys(MethodCall call, OperationNode operation, SchemaNode leaf, DataTreeEditor parameters)
    {
        var keys = call.Arguments.ValueOf("keys");
        var given = keys.ValueKind == JsonValueKind.Object ? keys.EnumerateObject().ToList() : [];
        foreach (var key in given)
        {
            var name = key.Name[(key.Name.LastIndexOf('/') + 1)..];
            name = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
            if (operation.Input.DataChildren.OfType<LeafNode>().FirstOrDefault(l => l.Name == name) is not { } parameter || key.Value.ValueKind != JsonValueKind.String
                || !call.Server.Names.TryParse(parameter, key.Value.GetString()!, out var stored, out _)) return false;
            parameters.SetValue(new DataPath(call.Server.Schema, operation.Input).Append(parameter), stored);
        }

        return given.Count > 0 || leaf is not TypedNode { Type: LeafRefType { Path.Text: var text } } || !text.Contains("current()", StringComparison.Ordinal);
    }
}
