using System.Text.Json;
using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.QueryMethods;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>The values that a leafref may have, page by page; for one of several that together name an entry, the combinations of keys.</summary>
internal sealed class GetLeafRefValues() : TransactionMethod(
    "get_leafref_values", Parameter.Text("path"), Parameter.Integer("offset", 0).Optional(), Parameter.Integer("limit", -1).Optional(), Parameter.Text("starts_with").Optional(),
    Parameter.Boolean("skip_grouping"), Parameter.Object("keys").Optional())
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var names = call.Server.Names;
        var keypath = KeypathParser.Parse(names, call.Arguments.Text("path"));
        if (keypath.Node is not TypedNode { Type: LeafRefType leafRef } node) throw JsonRpcException.InvalidParameter("path", "it names no leaf of the type leafref");
        if (leafRef.Target is not { } target) throw new JsonRpcException(ErrorKind.Failed, "the leafref leads nowhere");
        var tree = target.IsConfig ? transaction.Content : await transaction.WithStateAsync(null, call.Cancelled).ConfigureAwait(false);
        var view = call.Server.View(call.Session);
        if (!call.Arguments.Flag("skip_grouping") && LeafRefGroups.ListOf(node) is { } list)
        {
            var entries = NodeWalk.Begin(names, tree, names.Tagpath(list), null, view, "path");
            var key = ((LeafNode)target).KeyIndex;
            WriteValues(call, entries, view, n => names.KeyTexts(list, n.Data.Key)[key], n => WriteKeys(call.Result, names.KeyTexts(list, n.Data.Key)), _ => names.Tagpath(list));
            return;
        }

        var nodes = new LeafRefCandidates(call, tree, view).Of(keypath, leafRef);
        WriteValues(call, nodes, view, n => Expressions.Text(names, n, view), n => call.Result.WriteStringValue(Expressions.Text(names, n, view)), n => n is { } first ? Source(names, first) : names.Tagpath(target));
    }

    private static void WriteKeys(Utf8JsonWriter writer, string[] texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    // Offset and limit count what begins as asked for; nothing behind the page is looked at.
    private static void WriteValues(MethodCall call, NodeWalk? walk, ReadView? view, Func<XPathNode, string> text, Action<XPathNode> write, Func<XPathNode?, string> source)
    {
        var offset = call.Arguments.Integer("offset");
        var limit = call.Arguments.Integer("limit", -1) is >= 0 and var most ? most : long.MaxValue;
        var beginning = call.Arguments.Text("starts_with", "");
        var isFiltered = beginning.Length > 0;
        var passed = isFiltered ? 0 : offset;
        var written = 0L;
        XPathNode? first = null;
        call.Result.WriteStartObject();
        call.Result.WriteStartArray("values"u8);
        foreach (var node in walk?.From(passed, view) ?? [])
        {
            if (written == limit) break;
            first ??= node;
            if (isFiltered && (!text(node).StartsWith(beginning, StringComparison.Ordinal) || passed++ < offset)) continue;
            write(node);
            written++;
        }

        if (written == 0 && limit > 0 && offset > 0 && walk is not null) DemandOffset(offset, isFiltered ? passed : walk.Count(view));
        call.Result.WriteEndArray();
        if (walk is null) call.Result.WriteBoolean("source"u8, false);
        else call.Result.WriteString("source"u8, source(first));
        call.Result.WriteEndObject();
    }

    private static void DemandOffset(long offset, long count)
    {
        if (offset > count) throw new JsonRpcException(ErrorKind.Failed, $"there are {count} values, fewer than the offset {offset}");
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
}

/// <summary>Leafrefs side by side that together refer to all keys of a list.</summary>
internal static class LeafRefGroups
{
    /// <summary>The list that a leaf and its siblings name an entry of; null when it is no such leaf.</summary>
    /// <param name="node">The leaf.</param>
    public static ListNode? ListOf(TypedNode node) => Members(node) is { Count: > 0 } ? TargetList(node) : null;

    /// <summary>The leaves of the group, in the order of the keys that they refer to; none when the node is in no group.</summary>
    /// <param name="node">The leaf.</param>
    public static IReadOnlyList<LeafNode> Members(TypedNode node)
    {
        if (TargetList(node) is not { Keys.Count: > 1 } list || node.DataParent is not { } parent) return [];
        var members = new LeafNode?[list.Keys.Count];
        foreach (var leaf in parent.DataChildren.OfType<LeafNode>())
        {
            if (leaf.Type is LeafRefType { Target: LeafNode { IsKey: true } target } && target.DataParent == list) members[target.KeyIndex] ??= leaf;
        }

        return Array.TrueForAll(members, m => m is not null) ? [.. members.OfType<LeafNode>()] : [];
    }

    private static ListNode? TargetList(TypedNode node) => node.Type is LeafRefType { Target: LeafNode { IsKey: true } target } ? target.DataParent as ListNode : null;
}
