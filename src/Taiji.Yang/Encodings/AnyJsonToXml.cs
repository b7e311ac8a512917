using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Writes JSON content of an anydata or anyxml as XML (RFC 7951 §5.5, §5.6). Where the schema knows the nodes the result is exact; elsewhere the module name of a member
/// stands in for a namespace that nobody here knows.
/// </summary>
internal static class AnyJsonToXml
{
    /// <summary>Writes element content.</summary>
    /// <param name="sink">Receives it.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="home">The module of the anydata node, in whose namespace unqualified names are.</param>
    /// <param name="json">One JSON value.</param>
    public static void Write(ByteSink sink, YangSchema schema, YangModule home, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        using var document = JsonDocument.ParseValue(ref reader);
        var value = document.RootElement;
        if (value.ValueKind == JsonValueKind.Object) WriteMembers(sink, schema, value, schema.Root, home.Name, null);
        else if (value.ValueKind == JsonValueKind.Array && !IsEmptyLeaf(value)) WriteText(sink, value.GetRawText());
        else WriteText(sink, TextOf(value));
    }

    private static void WriteMembers(ByteSink sink, YangSchema schema, JsonElement value, InnerNode? parent, string inherited, string? declared)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name.StartsWith('@')) continue; // annotations of what is opaque here
            var colon = member.Name.LastIndexOf(':'); // an unknown namespace has colons of its own
            var moduleName = colon < 0 ? inherited : member.Name[..colon];
            var name = member.Name[(colon + 1)..];
            var module = schema.FindModule(moduleName);
            var node = module is null ? null : parent?.FindChild(module, name);
            var element = new Element(XmlConvert.EncodeLocalName(name), module?.Namespace ?? moduleName, moduleName, node, declared);
            if (member.Value.ValueKind == JsonValueKind.Array && !IsEmptyLeaf(member.Value))
            {
                foreach (var item in member.Value.EnumerateArray()) WriteElement(sink, schema, element, item);
            }
            else
            {
                WriteElement(sink, schema, element, member.Value);
            }
        }
    }

    private static void WriteElement(ByteSink sink, YangSchema schema, in Element element, JsonElement value)
    {
        sink.Write((byte)'<');
        WriteString(sink, element.Name);
        if (element.Namespace != element.Declared)
        {
            sink.Write(" xmlns=\""u8);
            TextEscaping.WriteXmlAttribute(sink, Encoding.UTF8.GetBytes(element.Namespace));
            sink.Write((byte)'"');
        }

        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any())
        {
            sink.Write((byte)'>');
            WriteMembers(sink, schema, value, element.Node as InnerNode, element.Module, element.Namespace);
        }
        else if (element.Node is TypedNode typed && WriteTyped(sink, schema, typed, value, out var isEmpty))
        {
            if (isEmpty) return;
        }
        else if (TextOf(value) is { Length: > 0 } text)
        {
            sink.Write((byte)'>');
            WriteText(sink, text);
        }
        else
        {
            sink.Write("/>"u8);
            return;
        }

        sink.Write("</"u8);
        WriteString(sink, element.Name);
        sink.Write((byte)'>');
    }

    private static bool WriteTyped(ByteSink sink, YangSchema schema, TypedNode node, JsonElement value, out bool isEmpty)
    {
        isEmpty = false;
        var stored = new ArrayBufferWriter<byte>();
        var context = new ValueContext { Form = ValueForm.Json, Token = TokenOf(value), Schema = schema, Module = node.Module };
        if (!node.Type.TryParse(Encoding.UTF8.GetBytes(TextOf(value)), context, stored, out _)) return false;
        var text = new ArrayBufferWriter<byte>();
        var prefixes = new XmlPrefixDeclarations();
        node.Type.Format(stored.WrittenSpan, ValueForm.Xml, schema, prefixes, text);
        foreach (var (prefix, module) in prefixes.Declared)
        {
            WriteString(sink, $" xmlns:{prefix}=\"");
            TextEscaping.WriteXmlAttribute(sink, module.Utf8Namespace.Span);
            sink.Write((byte)'"');
        }

        if (text.WrittenCount == 0)
        {
            isEmpty = true;
            sink.Write("/>"u8);
            return true;
        }

        sink.Write((byte)'>');
        TextEscaping.WriteXmlText(sink, text.WrittenSpan);
        return true;
    }

    private static bool IsEmptyLeaf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && value[0].ValueKind == JsonValueKind.Null;

    private static JsonKind TokenOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => JsonKind.Number,
        JsonValueKind.True or JsonValueKind.False => JsonKind.Boolean,
        JsonValueKind.Array => JsonKind.Empty,
        _ => JsonKind.String,
    };

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Array => "",
        JsonValueKind.Object => "", // one with nothing in it
        _ => value.GetRawText(),
    };

    /// <summary>Writes text; characters that XML 1.0 can't have at all become U+FFFD.</summary>
    private static void WriteText(ByteSink sink, string text)
    {
        char[]? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]) || char.IsSurrogate(text[i])) continue;
            clean ??= text.ToCharArray();
            clean[i] = '\uFFFD';
        }

        TextEscaping.WriteXmlText(sink, Encoding.UTF8.GetBytes(clean is null ? text : new string(clean)));
    }

    private static void WriteString(ByteSink sink, string text) => sink.Write(Encoding.UTF8.GetBytes(text));

    private readonly record struct Element(string Name, string Namespace, string Module, SchemaNode? Node, string? Declared);
}
