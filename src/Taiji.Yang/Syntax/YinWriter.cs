using System.Globalization;
using System.Text;
using System.Xml;

namespace Taiji.Yang.Syntax;

/// <summary>Statements → YIN (RFC 7950 §13).</summary>
public sealed class YinWriter
{
    private readonly Func<string, Statement?> _find;
    private readonly Dictionary<string, (string? Namespace, Statement? Module)> _prefixes = [];

    private YinWriter(Func<string, Statement?> find) => _find = find;

    /// <summary>Writes a module or submodule.</summary>
    /// <param name="module">The top statement.</param>
    /// <param name="find">
    /// The top statement of a module or submodule by its name, null when it isn't known: imported modules say which namespace their extensions are in and how these' arguments
    /// are written, and a submodule's module says its own.
    /// </param>
    public static string Write(Statement module, Func<string, Statement?> find)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(find);
        var writer = new YinWriter(find);
        writer.LearnPrefixes(module);
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize }))
        {
            writer.WriteStatement(module, xml, isRoot: true);
        }

        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text + "\n";
    }

    private void LearnPrefixes(Statement module)
    {
        if (module.Find(StatementKind.Prefix)?.Argument is { } own) _prefixes[own] = (module.Find(StatementKind.Namespace)?.Argument, module);
        foreach (var child in module.Children)
        {
            if (child.Kind is not (StatementKind.Import or StatementKind.BelongsTo) || child.Find(StatementKind.Prefix)?.Argument is not { } prefix) continue;
            var other = _find(child.ArgumentOrEmpty);
            _prefixes[prefix] = (other?.Find(StatementKind.Namespace)?.Argument, other);
        }
    }

    private void WriteStatement(Statement statement, XmlWriter xml, bool isRoot)
    {
        var space = statement.Prefix is null ? YinNames.Namespace : _prefixes.GetValueOrDefault(statement.Prefix).Namespace ?? $"urn:unknown:{statement.Prefix}";
        xml.WriteStartElement(statement.Prefix, statement.Keyword, space);
        if (isRoot)
        {
            foreach (var (prefix, (uri, _)) in _prefixes)
            {
                if (uri is not null) xml.WriteAttributeString("xmlns", prefix, null, uri);
            }
        }

        if (statement.Argument is { } argument)
        {
            var (name, isElement) = ArgumentOf(statement);
            if (isElement) WriteTextElement(statement.Prefix, name, space, argument, xml);
            else xml.WriteAttributeString(name, argument);
        }

        foreach (var child in statement.Children) WriteStatement(child, xml, isRoot: false);
        xml.WriteEndElement();
    }

    private static void WriteTextElement(string? prefix, string name, string space, string text, XmlWriter xml)
    {
        xml.WriteStartElement(prefix, name, space);
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    private (string Name, bool IsElement) ArgumentOf(Statement statement)
    {
        if (statement.Prefix is null) return (YinNames.ArgumentOf(statement.Kind) ?? "name", YinNames.IsElement(statement.Kind));
        var argument = _prefixes.GetValueOrDefault(statement.Prefix).Module is { } module ? FindExtension(module, statement.Keyword, [])?.Find(StatementKind.Argument) : null;
        return (argument?.Argument ?? "name", argument?.Find(StatementKind.YinElement)?.Argument == "true");
    }

    private Statement? FindExtension(Statement module, string name, HashSet<Statement> seen)
    {
        if (!seen.Add(module)) return null;
        foreach (var child in module.Children)
        {
            if (child.Kind == StatementKind.Extension && child.Argument == name) return child;
        }

        foreach (var child in module.Children)
        {
            if (child.Kind == StatementKind.Include && _find(child.ArgumentOrEmpty) is { } submodule && FindExtension(submodule, name, seen) is { } found) return found;
        }

        return null;
    }
}
