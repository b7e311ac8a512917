using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>
/// A <see cref="DataDiff"/> as text that needs no knowledge of stored forms: names and canonical values only, so that it can be read back with a later schema.
/// </summary>
/// <remarks>
/// A JSON array of edits in the order in which they must be applied:
/// <c>{"op":"remove","target":PATH}</c> for what is gone; one <c>{"op":"merge","value":{…}}</c> with everything that is new or changed, as RFC 7951 JSON (an anydata as a string
/// of its stored content); <c>{"op":"merge","target":PATH,"insert":"first"}</c> or <c>"after"</c> with <c>"anchor":PATH</c> for each entry of a user-ordered list that is to
/// stand elsewhere than at the end; <c>{"op":"annotate","target":PATH,"attributes":{NAME:TEXT}}</c> for each node with other attributes than before, null where one is gone. Paths are RFC 7951 §6.11 instance-identifiers.
/// </remarks>
public static class DiffEncoder
{
    /// <summary>Encodes the differences.</summary>
    /// <param name="diff">Of two datastores' trees.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] Encode(DataDiff diff)
    {
        var removed = new List<DataNode>();
        var present = new List<DataNode>();
        var placed = new List<DataNode>();
        HashSet<DataNode>? moved = null;
        foreach (var change in diff.Changes)
        {
            if (change.Kind == DataChangeKind.Deleted) removed.Add(change.Before);
            if (change.Kind is DataChangeKind.Created or DataChangeKind.ValueChanged) present.Add(change.After);
            if (change.Kind is DataChangeKind.Created or DataChangeKind.Moved && IsUserOrdered(change.Schema)) placed.Add(change.After);
            if (change.Kind == DataChangeKind.Moved) (moved ??= []).Add(change.After);
        }

        using var buffer = new PooledBuffer();
        var output = new EditArray(buffer);
        WriteRemoved(output, removed);
        WriteMerge(output, diff.After, present);
        WritePlaced(output, placed, moved);
        WriteAttributes(output, diff);
        output.End();
        return buffer.Written.ToArray();
    }

    /// <summary>The attributes of a tree's nodes, as edits of the tree without them.</summary>
    /// <param name="tree">The tree.</param>
    /// <returns>UTF-8; null when there are none.</returns>
    public static byte[]? EncodeAttributes(DataTree tree) =>
        tree.Attributes.IsEmpty ? null : Encode(new DataDiff(tree.With(Data.Attributes.NodeAttributes.None), tree));

    // Those of nodes that are gone go with them.
    private static void WriteAttributes(EditArray output, DataDiff diff)
    {
        DataPath? at = null;
        foreach (var change in diff.AttributeChanges)
        {
            if (!diff.After.TryFind(change.Path, out _)) continue;
            if (at is null || !ReferenceEquals(at, change.Path))
            {
                if (at is not null) output.EndAttributes();
                output.Begin("annotate"u8);
                output.Member("target"u8, change.Path.ToString());
                output.BeginAttributes();
                at = change.Path;
            }

            output.Attribute(change.Name, change.After);
        }

        if (at is not null) output.EndAttributes();
    }

    private static bool IsUserOrdered(SchemaNode schema) => schema is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true };

    private static void WriteRemoved(EditArray output, List<DataNode> removed)
    {
        for (var i = 0; i < removed.Count;)
        {
            var node = removed[i];
            var count = RunLength(removed, i);
            // When no entry is left, one edit says so for all.
            var isWhole = count > 1 && node.Parent.Entries(node.Schema).Count == count;
            for (var j = i; j < i + (isWhole ? 1 : count); j++)
            {
                output.Begin("remove"u8);
                output.Member("target"u8, (isWhole ? node.Parent.Path.Append(node.Schema) : removed[j].Path).ToString());
                output.EndEdit();
            }

            i += count;
        }
    }

    /// <summary>How many nodes from here on are entries of the same list.</summary>
    private static int RunLength(List<DataNode> nodes, int start)
    {
        var node = nodes[start];
        if (node.Schema is not (ListNode or LeafListNode)) return 1;
        var parent = node.Parent;
        var end = start + 1;
        while (end < nodes.Count && nodes[end].Schema == node.Schema && nodes[end].Parent == parent) end++;
        return end - start;
    }

    private static void WriteMerge(EditArray output, DataTree after, List<DataNode> present)
    {
        if (present.Count == 0) return;
        output.Begin("merge"u8);
        output.Name("value"u8);
        new JsonSelectionWriter(output.Sink, after.Schema).Write(present);
        output.EndEdit();
    }

    /// <summary>
    /// New entries are merged at the end of their list. Where they don't all stay there, each new or moved one is put after its new predecessor, in the new order: whatever
    /// stands before it is in place by then.
    /// </summary>
    private static void WritePlaced(EditArray output, List<DataNode> placed, HashSet<DataNode>? moved)
    {
        for (var i = 0; i < placed.Count;)
        {
            var count = RunLength(placed, i);
            var entries = placed[i].Parent.Entries(placed[i].Schema);
            // Positions ascend: when a run of new entries begins that far from the end, it is the list's end, where merging puts it.
            var isAppended = placed[i].Position == entries.Count - count && (moved is null || !placed.GetRange(i, count).Exists(moved.Contains));
            for (var j = i; !isAppended && j < i + count; j++) WritePlace(output, placed[j], entries);
            i += count;
        }
    }

    private static void WritePlace(EditArray output, DataNode entry, DataEntries entries)
    {
        output.Begin("merge"u8);
        output.Member("target"u8, entry.Path.ToString());
        var position = entry.Position;
        output.Member("insert"u8, position == 0 ? "first" : "after");
        if (position > 0) output.Member("anchor"u8, entries.At(position - 1).Path.ToString());
        output.EndEdit();
    }

    /// <summary>The array of edits as it is written.</summary>
    private sealed class EditArray
    {
        private bool _isEmpty = true;
        private bool _isFirst;

        public EditArray(PooledBuffer buffer)
        {
            Sink = new ByteSink(buffer);
            Sink.Write((byte)'[');
        }

        public ByteSink Sink { get; }

        public void Begin(ReadOnlySpan<byte> operation)
        {
            if (!_isEmpty) Sink.Write((byte)',');
            _isEmpty = false;
            Sink.Write("{\"op\":\""u8);
            Sink.Write(operation);
            Sink.Write((byte)'"');
        }

        public void Name(ReadOnlySpan<byte> name)
        {
            Sink.Write(",\""u8);
            Sink.Write(name);
            Sink.Write("\":"u8);
        }

        public void Member(ReadOnlySpan<byte> name, string text)
        {
            Name(name);
            TextEscaping.WriteJsonString(Sink, Encoding.UTF8.GetBytes(text));
        }

        public void BeginAttributes()
        {
            Name("attributes"u8);
            Sink.Write((byte)'{');
            _isFirst = true;
        }

        public void Attribute(string name, string? value)
        {
            if (!_isFirst) Sink.Write((byte)',');
            _isFirst = false;
            TextEscaping.WriteJsonString(Sink, Encoding.UTF8.GetBytes(name));
            Sink.Write((byte)':');
            if (value is null) Sink.Write("null"u8);
            else TextEscaping.WriteJsonString(Sink, Encoding.UTF8.GetBytes(value));
        }

        public void EndAttributes()
        {
            Sink.Write((byte)'}');
            EndEdit();
        }

        public void EndEdit() => Sink.Write((byte)'}');

        public void End()
        {
            Sink.Write((byte)']');
            Sink.Complete();
        }
    }
}
