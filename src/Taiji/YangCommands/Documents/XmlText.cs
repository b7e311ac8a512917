using System.Xml;

namespace Taiji.YangCommands.Documents;

/// <summary>Makes safe readers over XML text: no DTD, nothing external.</summary>
internal static class XmlText
{
    /// <summary>A reader over a document.</summary>
    /// <param name="text">The text.</param>
    public static XmlReader Open(string text) => XmlReader.Create(new StringReader(text), Settings());

    /// <summary>A reader over a document in bytes, whose encoding its beginning tells.</summary>
    /// <param name="xml">The bytes.</param>
    /// <param name="isFragment">Whether there may be any number of top-level elements.</param>
    public static XmlReader Open(Stream xml, bool isFragment)
    {
        var settings = Settings();
        if (isFragment) settings.ConformanceLevel = ConformanceLevel.Fragment;
        return XmlReader.Create(xml, settings);
    }

    /// <summary>A reader over top-level elements, on an element around them; places in its errors are those in the text.</summary>
    /// <param name="text">The elements, without XML declaration.</param>
    public static XmlReader OpenWrapped(string text)
    {
        var settings = Settings();
        settings.LineNumberOffset = -1;
        var reader = XmlReader.Create(new StringReader($"<data>\n{text}</data>"), settings);
        reader.MoveToContent();
        return reader;
    }

    /// <summary>The text with spaces where its XML declaration was: what encoding it names was for bytes.</summary>
    /// <param name="text">The text.</param>
    public static string WithoutDeclaration(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (!start.StartsWith("<?xml") || start.Length < 6 || !char.IsWhiteSpace(start[5])) return text;
        var end = text.IndexOf("?>", StringComparison.Ordinal);
        return end < 0 ? text : new string(' ', end + 2) + text[(end + 2)..];
    }

    /// <summary>Reads to the end, so that what follows a document is found wrong.</summary>
    /// <param name="reader">The reader.</param>
    public static void Finish(XmlReader reader)
    {
        while (reader.Read())
        {
        }
    }

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
    };
}
