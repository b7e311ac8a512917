using System.Text.Json;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>Differences as the API tells them: an object for each node with <c>keypath</c>, <c>op</c>, and the values before and after.</summary>
/// <param name="names">The names.</param>
/// <param name="writer">Where the objects go.</param>
/// <param name="readable">What may be told; null for everything.</param>
internal sealed class ChangeList(SchemaNames names, Utf8JsonWriter writer, Func<DataNode, bool>? readable)
{
    /// <summary>Whether <c>value</c> and <c>old</c> are there for every operation, empty where there is none.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>Whether values are left out.</summary>
    public bool HidesValues { get; init; }

    /// <summary>Writes an array of the differences at or below a node.</summary>
    /// <param name="diff">The differences.</param>
    /// <param name="below">The node; null for all.</param>
    public void Write(DataDiff diff, DataPath? below = null)
    {
        writer.WriteStartArray();
        foreach (var change in diff.Changes)
        {
            if (below is null or { IsRoot: true } || IsAtOrBelow(change.Node.Path, below)) WriteChange(change);
            else if (IsAtOrBelow(below, change.Node.Path)) WriteWithin(change, below);
        }

        foreach (var change in diff.AttributeChanges)
        {
            if ((below is null or { IsRoot: true } || IsAtOrBelow(change.Path, below)) && diff.After.TryFind(change.Path, out var node) && IsReadable(node)) WriteAttribute(node, change);
        }

        writer.WriteEndArray();
    }

    /// <summary>Whether a path is another one, or below it (a whole list has all its entries below).</summary>
    /// <param name="path">The path.</param>
    /// <param name="above">The other one.</param>
    public static bool IsAtOrBelow(DataPath path, DataPath above)
    {
        if (path.Steps.Length < above.Steps.Length) return false;
        for (var i = 0; i < above.Steps.Length; i++)
        {
            ref readonly var step = ref above.Steps[i];
            if (path.Steps[i].Node != step.Node) return false;
            var isWhole = step is { Key: null, Position: null };
            if (!isWhole && (path.Steps[i].Position != step.Position || !KeysEqual(path.Steps[i].Key, step.Key))) return false;
        }

        return true;
    }

    private static bool KeysEqual(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other) =>
        one.HasValue == other.HasValue && (!one.HasValue || one.Value.Span.SequenceEqual(other!.Value.Span));

    // A whole subtree came or went, of which only a part is asked for.
    private void WriteWithin(in DataChange change, DataPath below)
    {
        if (change.Kind is not (DataChangeKind.Created or DataChangeKind.Deleted)) return;
        var tree = change.Node.Tree;
        if (below.IsWholeList)
        {
            var parent = below.Parent;
            DataNode holder;
            if (parent.IsRoot) holder = tree.Root;
            else if (!tree.TryFind(parent, out holder)) return;
            foreach (var entry in holder.Entries(below.Node)) WriteSubtree(change.Kind, entry);
        }
        else if (tree.TryFind(below, out var node))
        {
            WriteSubtree(change.Kind, node);
        }
    }

    private void WriteChange(in DataChange change)
    {
        switch (change.Kind)
        {
            case DataChangeKind.Created or DataChangeKind.Deleted:
                WriteSubtree(change.Kind, change.Node);
                break;
            case DataChangeKind.ValueChanged when change.Schema is LeafNode:
                if (IsReadable(change.After)) Write(change.After, "value_set", names.Text(change.After), names.Text(change.Before));
                break;
            default:
                if (IsReadable(change.After)) Write(change.After, "modified", null, null);
                break;
        }
    }

    // What is created is told leaf by leaf; what is deleted by its top.
    private void WriteSubtree(DataChangeKind kind, in DataNode node)
    {
        if (!IsReadable(node)) return;
        if (node.Schema is LeafNode leaf && leaf.Type.BuiltIn != Taiji.Yang.Types.BuiltInType.Empty)
        {
            if (kind == DataChangeKind.Created) Write(node, "value_set", names.Text(node), null);
            else Write(node, "deleted", null, names.Text(node));
            return;
        }

        if (kind == DataChangeKind.Deleted)
        {
            Write(node, "deleted", null, null);
            return;
        }

        if (node.Schema is not ContainerNode { IsPresence: false }) Write(node, "created", null, null);
        if (node.Schema is not InnerNode) return;
        foreach (var child in node.Children)
        {
            if (child.Schema is not LeafNode { IsKey: true }) WriteSubtree(kind, child);
        }
    }

    private void Write(in DataNode node, string op, string? value, string? old)
    {
        writer.WriteStartObject();
        writer.WriteString("keypath"u8, names.Keypath(node));
        writer.WriteString("op"u8, op);
        if (!HidesValues)
        {
            if (value is not null || IsLegacy) writer.WriteString("value"u8, value ?? "");
            if (old is not null || IsLegacy) writer.WriteString("old"u8, old ?? "");
        }

        writer.WriteEndObject();
    }

    private void WriteAttribute(in DataNode node, in AttributeChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("keypath"u8, names.Keypath(node));
        writer.WriteString("op"u8, "attr_set"u8);
        writer.WriteString("attr"u8, change.Name[(change.Name.IndexOf(':') + 1)..]);
        if (!HidesValues)
        {
            if (change.After is not null || IsLegacy) writer.WriteString("value"u8, change.After ?? "");
            if (change.Before is not null || IsLegacy) writer.WriteString("old"u8, change.Before ?? "");
        }

        writer.WriteEndObject();
    }

    private bool IsReadable(in DataNode node) => readable is null || node.IsVisible(readable);
}
