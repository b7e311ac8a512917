using System.Buffers;

namespace Taiji.Yang.Encodings;

/// <summary>Writes text with what JSON or XML must escape escaped; text without is one search and one copy.</summary>
internal static class TextEscaping
{
    private static readonly SearchValues<byte> JsonSpecial = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\']);

    // A carriage return would be read back as a line feed (XML 1.0 §2.11), so it goes as a character reference.
    private static readonly SearchValues<byte> XmlSpecial = SearchValues.Create("&<>\r"u8);

    private static readonly SearchValues<byte> XmlAttributeSpecial = SearchValues.Create("&<>\"\r\n\t"u8);

    /// <summary>A JSON string with its quotes.</summary>
    public static void WriteJsonString(ByteSink sink, ReadOnlySpan<byte> text)
    {
        if (text.Length < 4096 && text.IndexOfAny(JsonSpecial) < 0)
        {
            var span = sink.Reserve(text.Length + 2);
            span[0] = (byte)'"';
            text.CopyTo(span[1..]);
            span[text.Length + 1] = (byte)'"';
            sink.Advance(text.Length + 2);
            return;
        }

        sink.Write((byte)'"');
        int special;
        while ((special = text.IndexOfAny(JsonSpecial)) >= 0)
        {
            sink.Write(text[..special]);
            WriteJsonEscape(sink, text[special]);
            text = text[(special + 1)..];
        }

        sink.Write(text);
        sink.Write((byte)'"');
    }

    /// <summary>XML character data.</summary>
    public static void WriteXmlText(ByteSink sink, ReadOnlySpan<byte> text) => WriteXml(sink, text, XmlSpecial);

    /// <summary>The value of an XML attribute in double quotes (without them).</summary>
    public static void WriteXmlAttribute(ByteSink sink, ReadOnlySpan<byte> text) => WriteXml(sink, text, XmlAttributeSpecial);

    private static void WriteXml(ByteSink sink, ReadOnlySpan<byte> text, SearchValues<byte> specials)
    {
        int special;
        while ((special = text.IndexOfAny(specials)) >= 0)
        {
            sink.Write(text[..special]);
            sink.Write(text[special] switch
            {
                (byte)'&' => "&amp;"u8,
                (byte)'<' => "&lt;"u8,
                (byte)'>' => "&gt;"u8,
                (byte)'"' => "&quot;"u8,
                (byte)'\n' => "&#10;"u8,
                (byte)'\t' => "&#9;"u8,
                _ => "&#13;"u8,
            });
            text = text[(special + 1)..];
        }

        sink.Write(text);
    }

    private static void WriteJsonEscape(ByteSink sink, byte value)
    {
        switch (value)
        {
            case (byte)'"': sink.Write("\\\""u8); break;
            case (byte)'\\': sink.Write("\\\\"u8); break;
            case (byte)'\n': sink.Write("\\n"u8); break;
            case (byte)'\r': sink.Write("\\r"u8); break;
            case (byte)'\t': sink.Write("\\t"u8); break;
            case (byte)'\b': sink.Write("\\b"u8); break;
            case (byte)'\f': sink.Write("\\f"u8); break;
            default:
                sink.Write("\\u00"u8);
                sink.Write("0123456789abcdef"u8[value >> 4]);
                sink.Write("0123456789abcdef"u8[value & 15]);
                break;
        }
    }
}
