using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Taiji.Yang.XPath;

/// <summary>Expression text → tokens (XPath 1.0 §3.7).</summary>
internal sealed class XPathLexer
{
    private readonly string _text;
    private readonly List<XPathToken> _tokens = [];
    private int _at;

    private XPathLexer(string text) => _text = text;

    /// <summary>Splits an expression; the last token is the end.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="error">The first error.</param>
    public static bool TryTokenize(
        string text, [NotNullWhen(true)] out IReadOnlyList<XPathToken>? tokens, [NotNullWhen(false)] out XPathSyntaxError? error)
    {
        var lexer = new XPathLexer(text);
        error = lexer.Run();
        tokens = error is null ? lexer._tokens : null;
        return error is null;
    }

    /// <summary>Rewrites every prefix of an expression and leaves the rest as it is.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="replace">The new prefix for an old one.</param>
    /// <param name="result">The rewritten expression.</param>
    /// <param name="error">Why the text has no tokens.</param>
    public static bool TryReplacePrefixes(
        string text, Func<string, string> replace, [NotNullWhen(true)] out string? result, [NotNullWhen(false)] out XPathSyntaxError? error)
    {
        result = null;
        if (!TryTokenize(text, out var tokens, out error)) return false;
        var output = new StringBuilder(text.Length + 32);
        var copied = 0;
        foreach (var token in tokens)
        {
            if (token.Prefix is null) continue;
            output.Append(text, copied, token.Position - copied).Append(replace(token.Prefix));
            copied = token.Position + token.Prefix.Length;
        }

        result = output.Append(text, copied, text.Length - copied).ToString();
        return true;
    }

    private XPathSyntaxError? Run()
    {
        while (true)
        {
            SkipSpace();
            if (_at >= _text.Length) break;
            if (Next() is { } error) return error;
        }

        _tokens.Add(new XPathToken(XPathTokenKind.End, _text.Length, ""));
        return null;
    }

    private XPathSyntaxError? Next()
    {
        var c = _text[_at];
        switch (c)
        {
            case '(' or ')' or '[' or ']' or ',' or '@':
                return Add(XPathTokenKind.Punctuation, 1);
            case ':' when Peek(1) == ':':
                return Add(XPathTokenKind.Punctuation, 2);
            case '.' when char.IsAsciiDigit(Peek(1)):
                return Number();
            case '.':
                return Add(XPathTokenKind.Punctuation, Peek(1) == '.' ? 2 : 1);
            case '/':
                return Add(XPathTokenKind.Operator, Peek(1) == '/' ? 2 : 1);
            case '|' or '+' or '-' or '=':
                return Add(XPathTokenKind.Operator, 1);
            case '!' when Peek(1) == '=':
                return Add(XPathTokenKind.Operator, 2);
            case '<' or '>':
                return Add(XPathTokenKind.Operator, Peek(1) == '=' ? 2 : 1);
            case '"' or '\'':
                return Literal(c);
            case '$':
                return Variable();
            case '*':
                return Add(IsOperatorPlace() ? XPathTokenKind.Operator : XPathTokenKind.Name, 1);
        }

        if (char.IsAsciiDigit(c)) return Number();
        return IsNameStart(c) ? Name() : new XPathSyntaxError(_at, $"The character '{c}' has no meaning here.");
    }

    private XPathSyntaxError? Add(XPathTokenKind kind, int length)
    {
        _tokens.Add(new XPathToken(kind, _at, _text.Substring(_at, length)));
        _at += length;
        return null;
    }

    private XPathSyntaxError? Literal(char quote)
    {
        var end = _text.IndexOf(quote, _at + 1);
        if (end < 0) return new XPathSyntaxError(_at, "The string is never closed.");
        _tokens.Add(new XPathToken(XPathTokenKind.Literal, _at, _text[(_at + 1)..end]));
        _at = end + 1;
        return null;
    }

    private XPathSyntaxError? Number()
    {
        var end = _at;
        while (end < _text.Length && char.IsAsciiDigit(_text[end])) end++;
        if (end < _text.Length && _text[end] == '.')
        {
            end++;
            while (end < _text.Length && char.IsAsciiDigit(_text[end])) end++;
        }

        return Add(XPathTokenKind.Number, end - _at);
    }

    private XPathSyntaxError? Variable()
    {
        var end = NameEnd(_at + 1);
        if (end == _at + 1) return new XPathSyntaxError(_at, "A variable's name must follow '$'.");
        _tokens.Add(new XPathToken(XPathTokenKind.Variable, _at, _text[(_at + 1)..end]));
        _at = end;
        return null;
    }

    private XPathSyntaxError? Name()
    {
        var start = _at;
        var end = NameEnd(start);
        var name = _text[start..end];
        if (IsOperatorPlace())
        {
            if (name is not ("and" or "or" or "mod" or "div")) return new XPathSyntaxError(start, $"Expected an operator instead of '{name}'.");
            return Add(XPathTokenKind.Operator, name.Length);
        }

        _at = end;
        string? prefix = null;
        if (end + 1 < _text.Length && _text[end] == ':' && _text[end + 1] != ':')
        {
            prefix = name;
            _at = _text[end + 1] == '*' ? end + 2 : NameEnd(end + 1);
            name = _text[(end + 1).._at];
            if (name.Length == 0) return new XPathSyntaxError(end + 1, $"A name must follow '{prefix}:'.");
        }

        var next = _at;
        while (next < _text.Length && IsSpace(_text[next])) next++;
        var kind = XPathTokenKind.Name;
        if (next < _text.Length && _text[next] == '(') kind = XPathTokenKind.Function;
        else if (prefix is null && next + 1 < _text.Length && _text[next] == ':' && _text[next + 1] == ':') kind = XPathTokenKind.Axis;
        _tokens.Add(new XPathToken(kind, start, name, prefix));
        return null;
    }

    /// <summary>Whether <c>*</c> and names are operators here: after anything that ends an operand.</summary>
    private bool IsOperatorPlace()
    {
        if (_tokens.Count == 0) return false;
        var last = _tokens[^1];
        return last.Kind switch
        {
            XPathTokenKind.Operator => false,
            XPathTokenKind.Punctuation => last.Text is ")" or "]" or "." or "..",
            _ => true,
        };
    }

    private int NameEnd(int at)
    {
        if (at >= _text.Length || !IsNameStart(_text[at])) return at;
        while (at < _text.Length && (IsNameStart(_text[at]) || char.IsAsciiDigit(_text[at]) || _text[at] is '.' or '-' || char.IsDigit(_text[at]))) at++;
        return at;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && IsSpace(_text[_at])) _at++;
    }

    private char Peek(int offset) => _at + offset < _text.Length ? _text[_at + offset] : '\0';

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);
}
