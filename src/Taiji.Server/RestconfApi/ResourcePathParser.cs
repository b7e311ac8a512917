using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.RestconfApi;

/// <summary>
/// Parses the part of a resource identifier below <c>{+restconf}/data</c> (RFC 8040 §3.5.3): the segments are split before they are decoded, and decoded once.
/// </summary>
internal static class ResourcePathParser
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _key, _decoded, _stored;

    /// <summary>Parses <c>example-jukebox:jukebox/library/artist=Foo%20Fighters</c>.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="text">The path without a slash at its start; empty for the datastore itself.</param>
    /// <param name="from">The resource it is below; null for the datastore.</param>
    /// <returns>A path that may end in a whole list or leaf-list, or in an action.</returns>
    /// <exception cref="RestconfException">400 when the text is malformed, 404 when the schema has no such node.</exception>
    public static DataPath Parse(YangSchema schema, ReadOnlySpan<char> text, DataPath? from = null)
    {
        var above = from is null ? default : from.Steps;
        var parent = from is { IsRoot: false, Node: InnerNode last } ? last : schema.Root;
        var count = above.Length;
        var steps = ArrayPool<DataPathStep>.Shared.Rent(count + text.Count('/') + 1);
        above.CopyTo(steps);
        try
        {
            ParseSegments(schema, parent, text, steps, ref count);
            return new DataPath(schema, steps.AsSpan(0, count));
        }
        finally
        {
            Array.Clear(steps, 0, count);
            ArrayPool<DataPathStep>.Shared.Return(steps);
        }
    }

    private static void ParseSegments(YangSchema schema, InnerNode parent, ReadOnlySpan<char> text, DataPathStep[] steps, ref int count)
    {
        var rest = text;
        while (!rest.IsEmpty)
        {
            var slash = rest.IndexOf('/');
            var segment = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? default : rest[(slash + 1)..];
            if (segment.IsEmpty) throw RestconfException.BadRequest("The path has an empty segment.");
            if (count > 0) CheckInner(steps[count - 1], segment);
            var step = ParseSegment(schema, parent, segment);
            steps[count++] = step;
            if (step.Node is InnerNode inner) parent = inner;
        }
    }

    private static void CheckInner(DataPathStep step, ReadOnlySpan<char> segment)
    {
        if (step.Node is not (ContainerNode or ListNode)) throw RestconfException.NotFound($"{step.Node.Kind} '{step.Node.Name}' has no child resource '{segment}'.");
        if (step is { Node: ListNode list, Key: null })
        {
            throw RestconfException.BadRequest(list.Keys.Count == 0
                ? $"The list '{list.Name}' has no keys: its entries can't be accessed."
                : $"The list '{list.Name}' is named without its keys {KeyNames(list)}; only the last segment may be.");
        }
    }

    private static DataPathStep ParseSegment(YangSchema schema, InnerNode parent, ReadOnlySpan<char> segment)
    {
        var equals = segment.IndexOf('=');
        var node = FindNode(schema, parent, equals < 0 ? segment : segment[..equals]);
        if (equals < 0) return new DataPathStep(node);
        var keys = segment[(equals + 1)..];
        return node switch
        {
            ListNode list => new DataPathStep(list, ParseKeys(schema, list, keys)),
            LeafListNode leafList => new DataPathStep(leafList, ParseStored(schema, leafList, keys).ToArray()),
            _ => throw RestconfException.BadRequest($"'{node.Name}' is neither a list nor a leaf-list: it takes no key value."),
        };
    }

    private static SchemaNode FindNode(YangSchema schema, InnerNode parent, ReadOnlySpan<char> segment)
    {
        var identifier = segment;
        if (segment.Contains('%')) identifier = PercentEncoding.TryDecode(segment, out string? decoded) ? decoded : throw Malformed(segment);
        var colon = identifier.IndexOf(':');
        var name = identifier[(colon + 1)..];
        if (!ApiIdentifier.IsIdentifier(name) || (colon >= 0 && !ApiIdentifier.IsIdentifier(identifier[..colon])))
        {
            throw RestconfException.BadRequest($"'{identifier}' is not an identifier with or without a module name before it.");
        }

        if (colon < 0 && parent.Kind == SchemaNodeKind.Root)
        {
            throw RestconfException.BadRequest($"The top-level node '{name}' must have its module name before it.");
        }

        return ApiIdentifier.Find(schema, parent, colon < 0 ? default : identifier[..colon], name)
            ?? throw RestconfException.NotFound($"There is no resource '{identifier}'{(parent.Kind == SchemaNodeKind.Root ? "" : $" in '{parent.SchemaPath}'")}.");
    }

    private static byte[] ParseKeys(YangSchema schema, ListNode list, ReadOnlySpan<char> text)
    {
        if (list.Keys.Count == 0) throw RestconfException.BadRequest($"The list '{list.Name}' has no keys: its entries can't be accessed.");
        var count = text.Count(',') + 1;
        if (count != list.Keys.Count)
        {
            throw RestconfException.BadRequest($"The list '{list.Name}' has {list.Keys.Count} keys ({KeyNames(list)}); the path gives {count}.");
        }

        var key = _key ??= new ArrayBufferWriter<byte>();
        key.ResetWrittenCount();
        for (var i = 0; i < list.Keys.Count; i++)
        {
            var comma = text.IndexOf(',');
            KeyCodec.Append(list, i, ParseStored(schema, list.Keys[i], comma < 0 ? text : text[..comma]), key);
            text = comma < 0 ? default : text[(comma + 1)..];
        }

        return key.WrittenSpan.ToArray();
    }

    /// <summary>The stored value; good until the next is parsed on this thread.</summary>
    private static ReadOnlySpan<byte> ParseStored(YangSchema schema, TypedNode node, ReadOnlySpan<char> text)
    {
        var decoded = _decoded ??= new ArrayBufferWriter<byte>();
        decoded.ResetWrittenCount();
        if (!PercentEncoding.TryDecode(text, decoded)) throw Malformed(text);
        var context = new ValueContext { Form = ValueForm.Canonical, Schema = schema, Module = node.Module };
        var stored = _stored ??= new ArrayBufferWriter<byte>();
        stored.ResetWrittenCount();
        if (node.Type.TryParse(decoded.WrittenSpan, context, stored, out var error)) return stored.WrittenSpan;
        throw RestconfException.BadRequest($"The value of '{node.Name}' in the path: {error.Message}");
    }

    private static RestconfException Malformed(ReadOnlySpan<char> text) =>
        RestconfException.BadRequest($"'{text}' is not percent-encoded UTF-8 (RFC 3986 §2.1).");

    private static string KeyNames(ListNode list) => string.Join(", ", list.Keys.Select(k => k.Name));
}
