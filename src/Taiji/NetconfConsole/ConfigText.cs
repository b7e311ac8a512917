using System.Xml;
using System.Xml.Linq;

namespace Taiji.NetconfConsole;

/// <summary>XML that the user gives.</summary>
internal static class ConfigText
{
    /// <summary>A file's text, or standard input's; without an XML declaration, which can't stand inside a message.</summary>
    public static string Read(string file)
    {
        var text = (file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file)).Trim('\uFEFF', ' ', '\t', '\r', '\n');
        if (!text.StartsWith("<?xml", StringComparison.Ordinal)) return text;
        var end = text.IndexOf("?>", StringComparison.Ordinal);
        return end < 0 ? text : text[(end + 2)..].TrimStart();
    }

    /// <summary>What stands in <c>config</c>, when the text is one; else the text.</summary>
    /// <exception cref="XmlException">Not well-formed.</exception>
    public static string Unwrap(string text)
    {
        var root = XElement.Parse($"<x>{text}</x>", LoadOptions.PreserveWhitespace);
        var only = root.Elements().Count() == 1 ? root.Elements().Single() : null;
        return only?.Name.LocalName is "config" or "data" && only.Name.NamespaceName is "" or Netconf.NetconfNamespaces.Base
            ? string.Concat(only.Nodes().Select(n => n.ToString(SaveOptions.DisableFormatting)))
            : text;
    }
}
