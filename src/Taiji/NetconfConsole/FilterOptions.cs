using System.CommandLine;
using System.Security;

namespace Taiji.NetconfConsole;

/// <summary>What of the data comes.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _xpath = new("--xpath") { Description = "An XPath expression, with prefixes of --ns.", HelpName = "EXPRESSION" };
    private readonly Option<string?> _subtree = new("--subtree") { Description = "The file with what stands in a subtree filter; - for standard input.", HelpName = "FILE" };
    private readonly Option<string[]> _namespaces = new("--ns") { Description = "A prefix of the expression, as if=urn:…; any number.", HelpName = "PREFIX=URI" };
    private readonly Option<string?> _withDefaults = new("--with-defaults") { Description = "report-all, report-all-tagged, trim or explicit.", HelpName = "MODE" };

    public Command AddTo(Command command)
    {
        foreach (Option option in (Option[])[_xpath, _subtree, _namespaces, _withDefaults]) command.Options.Add(option);
        return command;
    }

    /// <summary>The parameters as XML.</summary>
    /// <exception cref="FormatException">They exclude each other, or aren't what they should be.</exception>
    public string Read(ParseResult parsed)
    {
        var (xpath, subtree) = (parsed.GetValue(_xpath), parsed.GetValue(_subtree));
        if (xpath is not null && subtree is not null) throw new FormatException("--xpath and --subtree exclude each other.");
        var declarations = string.Concat((parsed.GetValue(_namespaces) ?? []).Select(Declaration));
        var filter = xpath is not null ? $"<filter type=\"xpath\"{declarations} select=\"{SecurityElement.Escape(xpath)}\"/>"
            : subtree is not null ? $"<filter type=\"subtree\">{ConfigText.Read(subtree)}</filter>" : "";
        var mode = parsed.GetValue(_withDefaults);
        return filter + (mode is null ? "" : $"<with-defaults xmlns=\"{Netconf.NetconfNamespaces.WithDefaults}\">{SecurityElement.Escape(mode)}</with-defaults>");
    }

    private static string Declaration(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? $" xmlns:{text[..equals]}=\"{SecurityElement.Escape(text[(equals + 1)..])}\"" : throw new FormatException($"--ns is PREFIX=URI, not \"{text}\".");
    }
}
