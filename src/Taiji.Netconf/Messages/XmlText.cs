using System.Buffers;
using System.Text;

namespace Taiji.Netconf.Messages;

/// <summary>Writes pieces of XML as UTF-8 straight into a buffer.</summary>
public static class XmlText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. "<>&\"\uFFFE\uFFFF", .. Enumerable.Range(0, 0x20).Select(c => (char)c)]);

    /// <summary>Writes markup as it is.</summary>
    /// <param name="destination">Receives UTF-8.</param>
    /// <param name="markup">Well-formed by the caller's care.</param>
    public static void WriteRaw(this IBufferWriter<byte> destination, ReadOnlySpan<char> markup) => Encoding.UTF8.GetBytes(markup, destination);

    /// <summary>Writes a text or attribute value: markup characters, and white space that a parser would normalise in an attribute, as references.</summary>
    /// <param name="destination">Receives UTF-8.</param>
    /// <param name="text">The text; characters that XML can't hold become U+FFFD.</param>
    /// <param name="keepLines">Whether tabs and line feeds stay as they are: right for element content.</param>
    public static void WriteEscaped(this IBufferWriter<byte> destination, ReadOnlySpan<char> text, bool keepLines = false)
    {
        while (true)
        {
            var plain = text.IndexOfAny(Special);
            if (plain < 0)
            {
                if (!text.IsEmpty) Encoding.UTF8.GetBytes(text, destination);
                return;
            }

            if (plain > 0) Encoding.UTF8.GetBytes(text[..plain], destination);
            destination.Write(Reference(text[plain], keepLines));
            text = text[(plain + 1)..];
        }
    }

    /// <summary>Writes an element with text in it.</summary>
    /// <param name="destination">Receives UTF-8.</param>
    /// <param name="name">The element's name, with its prefix.</param>
    /// <param name="text">The text.</param>
    /// <param name="attributes">The start tag's attributes as markup, with a space before each.</param>
    public static void WriteElement(this IBufferWriter<byte> destination, string name, ReadOnlySpan<char> text, string attributes = "")
    {
        destination.WriteRaw($"<{name}{attributes}>");
        destination.WriteEscaped(text, keepLines: true);
        destination.WriteRaw($"</{name}>");
    }

    private static ReadOnlySpan<byte> Reference(char c, bool keepLines) => c switch
    {
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '&' => "&amp;"u8,
        '"' => "&quot;"u8,
        '\t' => keepLines ? "\t"u8 : "&#9;"u8,
        '\n' => keepLines ? "\n"u8 : "&#10;"u8,
        '\r' => "&#13;"u8,
        _ => "\uFFFD"u8,
    };
}
