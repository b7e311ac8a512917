using System.Buffers;
using System.Text;
using System.Text.Json;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Reads RFC 7951 JSON instance data. All errors found are thrown together as one <see cref="RpcErrorException"/>; nothing is half-read.
/// </summary>
/// <remarks>
/// Strict JSON (RFC 8259): no comments, no trailing commas; a member twice is refused (bad-element), as is text that isn't UTF-8; a byte order mark is skipped. Tags are those of
/// <see cref="XmlDataReader"/>; a value of the wrong JSON type is invalid-value, and an unknown module unknown-namespace.
/// </remarks>
public sealed class JsonDataReader
{
    private readonly YangSchema _schema;
    private readonly DataReadOptions _options;

    /// <summary>Makes a reader; it has no state and may be shared.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">What to take; null for configuration only.</param>
    public JsonDataReader(YangSchema schema, DataReadOptions? options = null)
    {
        _schema = schema;
        _options = options ?? new DataReadOptions();
    }

    /// <summary>The name of the first member of an object, as far as the text is JSON.</summary>
    /// <param name="json">The text, UTF-8; only its beginning is read.</param>
    /// <returns>The name; null when there is none.</returns>
    public static string? FirstMember(Stream json)
    {
        try
        {
            var tokens = new JsonTokens(json, 1);
            return tokens.Read() && tokens.Read() && tokens.TokenType == JsonTokenType.PropertyName ? Encoding.UTF8.GetString(tokens.Text()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads an object whose members are the children of the root.</summary>
    /// <param name="json">The whole text, UTF-8.</param>
    /// <param name="rootNode">The tree's root; null for the datastore root.</param>
    /// <param name="wrapper">When given, the text is an object with that one member (<c>ietf-restconf:input</c>, say) and its value is read.</param>
    /// <exception cref="RpcErrorException">All that is wrong.</exception>
    public DataTree ReadTree(ReadOnlySequence<byte> json, InnerNode? rootNode = null, string? wrapper = null)
    {
        var tokens = new JsonTokens(json, _options.MaxDepth);
        return ReadTree(ref tokens, rootNode ?? _schema.Root, wrapper);
    }

    /// <summary>Reads an object whose members are the children of the root, holding no more of the text at a time than a small window and the longest string.</summary>
    /// <param name="json">The text, UTF-8; it is read to its end.</param>
    /// <param name="rootNode">The tree's root; null for the datastore root.</param>
    /// <param name="wrapper">When given, the text is an object with that one member and its value is read.</param>
    /// <exception cref="RpcErrorException">All that is wrong.</exception>
    public DataTree ReadStream(Stream json, InnerNode? rootNode = null, string? wrapper = null)
    {
        var tokens = new JsonTokens(json, _options.MaxDepth);
        return ReadTree(ref tokens, rootNode ?? _schema.Root, wrapper);
    }

    /// <summary>Reads one data resource (RFC 8040 §4): an object with one member; a list entry is an array of one.</summary>
    /// <param name="json">The whole text, UTF-8.</param>
    /// <param name="parent">The parent's path.</param>
    /// <param name="implied">A list entry whose keys the text may leave out (RFC 8040 §4.6.1, plain patch); null when every entry must have its keys.</param>
    /// <returns>The resource's path (with its key from the body) and a tree that holds it with its ancestors.</returns>
    /// <exception cref="RpcErrorException">All that is wrong.</exception>
    public (DataPath Path, DataTree Payload) ReadResource(ReadOnlySequence<byte> json, DataPath parent, DataPathStep? implied = null)
    {
        var intake = new DataIntake(_schema, _options, _schema.Root) { ImpliedEntry = implied };
        var reader = new JsonTokens(json, _options.MaxDepth);
        try
        {
            var node = ResourceAncestors.Open(intake.Builder, parent);
            StartObject(ref reader, intake, "the document");
            var tree = new JsonTreeReader(intake);
            var child = tree.ReadOne(ref reader, node);
            reader.Read();
            ResourceAncestors.DemandNoKey(parent, child);
            intake.Errors.ThrowIfAny();
            var (path, payload) = ResourceAncestors.Close(intake.Builder, parent, child!);
            return (path, tree.RemoveMarked(payload));
        }
        catch (JsonException e)
        {
            throw intake.Errors.Fatal(Explain(e, ref reader));
        }
    }

    private DataTree ReadTree(ref JsonTokens reader, InnerNode root, string? wrapper)
    {
        var intake = new DataIntake(_schema, _options, root);
        try
        {
            StartObject(ref reader, intake, "the document");
            if (wrapper is not null) EnterWrapper(ref reader, intake, wrapper);
            var tree = new JsonTreeReader(intake);
            tree.ReadContent(ref reader, root);
            if (wrapper is not null) LeaveWrapper(ref reader, intake, wrapper);
            reader.Read();
            intake.Errors.ThrowIfAny();
            return tree.RemoveMarked(intake.Builder.Seal());
        }
        catch (JsonException e)
        {
            throw intake.Errors.Fatal(Explain(e, ref reader));
        }
    }

    private static void StartObject(ref JsonTokens reader, DataIntake intake, string what)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw intake.Errors.Fatal(DataErrors.Malformed($"{what} must be an object"));
    }

    private static void EnterWrapper(ref JsonTokens reader, DataIntake intake, string wrapper)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            throw intake.Errors.Fatal(new RpcError
            {
                Type = ErrorType.Protocol,
                Tag = ErrorTag.MissingElement,
                Message = $"an object with the member '{wrapper}' was expected",
                Info = [new ErrorInfo("bad-element", wrapper)],
            });
        }

        if (Encoding.UTF8.GetString(reader.Text()) != wrapper) throw intake.Errors.Fatal(NotTheWrapper(ref reader, wrapper));
        StartObject(ref reader, intake, $"'{wrapper}'");
    }

    private static void LeaveWrapper(ref JsonTokens reader, DataIntake intake, string wrapper)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.PropertyName) throw intake.Errors.Fatal(NotTheWrapper(ref reader, wrapper));
    }

    private static RpcError NotTheWrapper(ref JsonTokens reader, string wrapper)
    {
        var name = Encoding.UTF8.GetString(reader.Text());
        return new RpcError
        {
            Type = ErrorType.Protocol,
            Tag = ErrorTag.UnknownElement,
            Message = $"an object with the one member '{wrapper}' was expected; '{name}' is there",
            Info = [new ErrorInfo("bad-element", name)],
        };
    }

    private RpcError Explain(JsonException e, ref JsonTokens reader)
    {
        // The depth of an opening bracket is that around it.
        var depth = reader.Depth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0);
        return depth >= _options.MaxDepth && e is not JsonTextException ? DataErrors.TooDeep(_options.MaxDepth) : DataErrors.Malformed(JsonFault.Describe(e, reader));
    }
}
