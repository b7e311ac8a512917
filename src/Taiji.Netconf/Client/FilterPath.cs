using System.Security;
using System.Text;
using System.Xml;

namespace Taiji.Netconf.Client;

/// <summary>A path of names with key predicates, written as a subtree filter.</summary>
internal sealed class FilterPath(string path, IReadOnlyDictionary<string, string> namespaces)
{
    private int _at;

    /// <summary>One element a step; a predicate becomes a content match node (RFC 6241 §6.2.5).</summary>
    public string ToSubtree()
    {
        var opening = new StringBuilder();
        var names = new Stack<string>();
        var current = "";
        if (path.Length == 0) throw Wrong("a path that begins with \"/\"");
        while (_at < path.Length)
        {
            if (!Take('/')) throw Wrong("\"/\"");
            var (name, space) = ReadName(current);
            opening.Append('<').Append(name);
            if (space != current) opening.Append($" xmlns=\"{SecurityElement.Escape(space)}\"");
            opening.Append('>');
            names.Push(name);
            current = space;
            while (Take('[')) AppendMatch(opening, current);
        }

        foreach (var name in names) opening.Append("</").Append(name).Append('>');
        return opening.ToString();
    }

    private void AppendMatch(StringBuilder output, string space)
    {
        SkipSpace();
        var (name, own) = ReadName(space);
        SkipSpace();
        if (!Take('=')) throw Wrong("\"=\"");
        SkipSpace();
        var quote = _at < path.Length ? path[_at] : '\0';
        if (quote is not ('\'' or '"')) throw Wrong("a quoted value");
        var end = path.IndexOf(quote, ++_at);
        if (end < 0) throw Wrong($"the value's closing {quote}");
        var value = path[_at..end];
        _at = end + 1;
        SkipSpace();
        if (!Take(']')) throw Wrong("\"]\"");
        var declaration = own == space ? "" : $" xmlns=\"{SecurityElement.Escape(own)}\"";
        output.Append($"<{name}{declaration}>{SecurityElement.Escape(value)}</{name}>");
    }

    private (string Name, string Namespace) ReadName(string inherited)
    {
        var first = ReadPart();
        if (!Take(':'))
            return inherited.Length > 0 ? (first, inherited) : throw Wrong($"a prefix before \"{first}\", which has no parent to take the namespace from");
        if (!namespaces.TryGetValue(first, out var space)) throw new FormatException($"The path \"{path}\" has the prefix \"{first}\", which no namespace is given for.");
        return (ReadPart(), space);
    }

    private string ReadPart()
    {
        var start = _at;
        while (_at < path.Length && (_at == start ? XmlConvert.IsStartNCNameChar(path[_at]) : XmlConvert.IsNCNameChar(path[_at]))) _at++;
        return _at > start ? path[start.._at] : throw Wrong("a name");
    }

    private bool Take(char wanted)
    {
        if (_at >= path.Length || path[_at] != wanted) return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < path.Length && path[_at] is ' ' or '\t') _at++;
    }

    private FormatException Wrong(string expected) => new($"The path \"{path}\" at character {_at + 1}: expected {expected}.");
}
