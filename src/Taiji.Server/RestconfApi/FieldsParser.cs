namespace Taiji.Server.RestconfApi;

/// <summary>One selected path of a <c>fields</c> expression.</summary>
/// <param name="Names">The api-identifiers on the way, at least one.</param>
/// <param name="Children">What is selected below the last; empty for all of it.</param>
internal sealed record FieldsPath(IReadOnlyList<(string? Module, string Name)> Names, IReadOnlyList<FieldsPath> Children);

/// <summary>Parses the <c>fields</c> query parameter (RFC 8040 §4.8.3). A list in parentheses may be followed by more paths, as in the RFC's examples.</summary>
internal ref struct FieldsParser
{
    private const int MaxDepth = 64;
    private readonly ReadOnlySpan<char> _text;
    private readonly string _parameter;
    private int _position;

    private FieldsParser(ReadOnlySpan<char> text, string parameter)
    {
        _text = text;
        _parameter = parameter;
    }

    private readonly char Next => _position < _text.Length ? _text[_position] : '\0';

    /// <summary>Parses <c>admin(label;catalogue-number);name</c>.</summary>
    /// <param name="text">The decoded value.</param>
    /// <param name="parameter">The query parameter, for errors.</param>
    /// <exception cref="RestconfException">400 with the place.</exception>
    public static IReadOnlyList<FieldsPath> Parse(ReadOnlySpan<char> text, string parameter = "fields")
    {
        var parser = new FieldsParser(text, parameter);
        var result = parser.ParseExpression(0);
        return parser._position == text.Length ? result : throw parser.Unexpected("';' or the end");
    }

    private List<FieldsPath> ParseExpression(int depth)
    {
        if (depth > MaxDepth) throw RestconfException.BadRequest($"The query parameter '{_parameter}' is nested deeper than {MaxDepth} levels.");
        var paths = new List<FieldsPath>();
        do
        {
            paths.Add(ParsePath(depth));
        }
        while (Take(';'));

        return paths;
    }

    private FieldsPath ParsePath(int depth)
    {
        var names = new List<(string?, string)>();
        do
        {
            names.Add(ParseName());
        }
        while (Take('/'));

        if (!Take('(')) return new FieldsPath(names, []);
        var children = ParseExpression(depth + 1);
        return Take(')') ? new FieldsPath(names, children) : throw Unexpected("';', '/', '(' or ')'");
    }

    private (string? Module, string Name) ParseName()
    {
        var first = ParseIdentifier();
        return Take(':') ? (first, ParseIdentifier()) : (null, first);
    }

    private string ParseIdentifier()
    {
        var start = _position;
        while (char.IsAsciiLetterOrDigit(Next) || Next is '_' or '-' or '.') _position++;
        var identifier = _text[start.._position];
        if (ApiIdentifier.IsIdentifier(identifier)) return identifier.ToString();
        _position = start;
        throw Unexpected("an identifier");
    }

    private bool Take(char c)
    {
        if (Next != c || _position == _text.Length) return false;
        _position++;
        return true;
    }

    private readonly RestconfException Unexpected(string expected) =>
        RestconfException.BadRequest($"The query parameter '{_parameter}' at character {_position + 1}: expected {expected}.");
}
