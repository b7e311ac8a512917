using System.Text;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>What stands around the values of a list's entries in one encoding, joined as far as it is the same for all entries: for <see cref="EntryRun{TEmitter}"/>.</summary>
internal sealed class EntryText
{
    private EntryText(Layout layout, byte[] begin, byte[] end, bool isJson)
    {
        Begin = begin;
        End = end;
        IsJson = isJson;
        Pieces = new EntryPiece[layout.Steps.Length];
    }

    /// <summary>The start of an entry, without the comma before it.</summary>
    public byte[] Begin { get; }

    /// <summary>The end of an entry.</summary>
    public byte[] End { get; }

    /// <summary>JSON, or else XML.</summary>
    public bool IsJson { get; }

    /// <summary>By step of the layout.</summary>
    public EntryPiece[] Pieces { get; }

    /// <summary>The JSON of entries.</summary>
    public static EntryText Json(Layout layout, EncodingTable table)
    {
        var text = new EntryText(layout, "{"u8.ToArray(), "}"u8.ToArray(), true);
        for (var i = 0; i < text.Pieces.Length; i++)
        {
            var step = layout.Steps[i];
            var names = table[step.Node];
            byte[] name = [(byte)',', .. names.IsQualified ? names.JsonFull : names.JsonShort];
            var isText = names.Style == ValueStyle.Text;
            text.Pieces[i] = step.Kind switch
            {
                ScanStepKind.ContainerEnd => new EntryPiece(step.Node, names.Style, "}"u8, []),
                ScanStepKind.Container => new EntryPiece(step.Node, names.Style, [.. name, (byte)'{'], []),
                _ => new EntryPiece(step.Node, names.Style, isText ? [.. name, (byte)'"'] : name, isText ? "\""u8 : []),
            };
        }

        return text;
    }

    /// <summary>The XML of entries.</summary>
    /// <param name="layout">Of the list.</param>
    /// <param name="table">The names.</param>
    /// <param name="isTop">Whether the entries stand at the top of the document.</param>
    public static EntryText Xml(Layout layout, EncodingTable table, bool isTop)
    {
        var own = table[layout.Node];
        var text = new EntryText(layout, isTop || own.IsQualified ? own.XmlOpenNamespace : own.XmlOpen, own.XmlClose, false);
        for (var i = 0; i < text.Pieces.Length; i++)
        {
            var step = layout.Steps[i];
            var names = table[step.Node];
            var open = names.IsQualified ? names.XmlOpenNamespace : names.XmlOpen;
            text.Pieces[i] = step.Kind switch
            {
                ScanStepKind.ContainerEnd => new EntryPiece(step.Node, names.Style, names.XmlClose, []),
                ScanStepKind.Container => new EntryPiece(step.Node, names.Style, open, []),
                _ => new EntryPiece(step.Node, names.Style, open, names.XmlClose),
            };
        }

        return text;
    }
}

/// <summary>What stands around one value, or is the start or end of a container.</summary>
internal sealed class EntryPiece
{
    /// <summary>The most bytes that are copied in one go, whether they belong to the text or not.</summary>
    public const int Chunk = 16;

    public EntryPiece(SchemaNode node, ValueStyle style, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        Node = node;
        Style = style;
        (Before, BeforeLength) = (Pad(before), before.Length);
        (After, AfterLength) = (Pad(after), after.Length);
    }

    public SchemaNode Node { get; }

    public ValueStyle Style { get; }

    /// <summary>What stands before, with the comma of JSON; filled up to whole chunks, and one more so that the comma can be left out.</summary>
    public byte[] Before { get; }

    public int BeforeLength { get; }

    /// <summary>What stands after; filled up to whole chunks.</summary>
    public byte[] After { get; }

    public int AfterLength { get; }

    private static byte[] Pad(ReadOnlySpan<byte> text)
    {
        var padded = new byte[(text.Length / Chunk + 2) * Chunk];
        text.CopyTo(padded);
        return padded;
    }
}
