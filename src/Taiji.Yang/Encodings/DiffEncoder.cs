using System.Text.Encodings.Web;
using System.Text.Json;
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
/// stand elsewhere than at the end. Paths are RFC 7951 §6.11 instance-identifiers.
/// </remarks>
public static class DiffEncoder
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DataWriteOptions ValueOptions = new() { KeepsAnyContent = true };

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
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartArray();
            WriteRemoved(writer, removed);
            WriteMerge(writer, diff.After, present);
            WritePlaced(writer, placed, moved);
            writer.WriteEndArray();
        }

        return buffer.Written.ToArray();
    }

    private static bool IsUserOrdered(SchemaNode schema) => schema is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true };

    private static void WriteRemoved(Utf8JsonWriter writer, List<DataNode> removed)
    {
        for (var i = 0; i < removed.Count;)
        {
            var node = removed[i];
            var count = RunLength(removed, i);
            // When no entry is left, one edit says so for all.
            var isWhole = count > 1 && node.Parent.Entries(node.Schema).Count == count;
            for (var j = i; j < i + (isWhole ? 1 : count); j++)
            {
                writer.WriteStartObject();
                writer.WriteString("op"u8, "remove"u8);
                writer.WriteString("target"u8, (isWhole ? node.Parent.Path.Append(node.Schema) : removed[j].Path).ToString());
                writer.WriteEndObject();
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

    private static void WriteMerge(Utf8JsonWriter writer, DataTree after, List<DataNode> present)
    {
        if (present.Count == 0) return;
        using var value = new PooledBuffer();
        JsonDataWriter.Write(value, DataSelection.Select(after, present).Root, ValueOptions);
        writer.WriteStartObject();
        writer.WriteString("op"u8, "merge"u8);
        writer.WritePropertyName("value"u8);
        writer.WriteRawValue(value.Written, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <summary>
    /// New entries are merged at the end of their list. Where they don't all stay there, each new or moved one is put after its new predecessor, in the new order: whatever
    /// stands before it is in place by then.
    /// </summary>
    private static void WritePlaced(Utf8JsonWriter writer, List<DataNode> placed, HashSet<DataNode>? moved)
    {
        for (var i = 0; i < placed.Count;)
        {
            var count = RunLength(placed, i);
            var entries = placed[i].Parent.Entries(placed[i].Schema);
            // Positions ascend: when a run of new entries begins that far from the end, it is the list's end, where merging puts it.
            var isAppended = placed[i].Position == entries.Count - count && (moved is null || !placed.GetRange(i, count).Exists(moved.Contains));
            for (var j = i; !isAppended && j < i + count; j++) WritePlace(writer, placed[j], entries);
            i += count;
        }
    }

    private static void WritePlace(Utf8JsonWriter writer, DataNode entry, DataEntries entries)
    {
        writer.WriteStartObject();
        writer.WriteString("op"u8, "merge"u8);
        writer.WriteString("target"u8, entry.Path.ToString());
        var position = entry.Position;
        writer.WriteString("insert"u8, position == 0 ? "first"u8 : "after"u8);
        if (position > 0) writer.WriteString("anchor"u8, entries.At(position - 1).Path.ToString());
        writer.WriteEndObject();
    }
}
