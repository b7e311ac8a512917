using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath;

/// <summary>Text → <see cref="XPathExpression"/> (XPath 1.0 with RFC 7950 §10's functions); wrong argument counts and types are found here.</summary>
public sealed partial class XPathParser
{
    private const int MaximumDepth = 128;
    private const int MaximumTermDepth = 1000;
    private readonly IXPathPrefixes _prefixes;
    private readonly IReadOnlyList<XPathToken> _tokens;
    private int _at;
    private int _depth;

    private XPathParser(IReadOnlyList<XPathToken> tokens, IXPathPrefixes prefixes)
    {
        _tokens = tokens;
        _prefixes = prefixes;
    }

    private XPathToken Current => _tokens[_at];

    /// <summary>Parses an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="prefixes">Resolves its prefixes.</param>
    /// <param name="expression">The parsed expression.</param>
    /// <param name="error">The first error.</param>
    public static bool TryParse(
        string text, IXPathPrefixes prefixes, [NotNullWhen(true)] out XPathExpression? expression, [NotNullWhen(false)] out XPathSyntaxError? error)
    {
        expression = null;
        if (!XPathLexer.TryTokenize(text, out var tokens, out error)) return false;
        try
        {
            var parser = new XPathParser(tokens, prefixes);
            var term = parser.ParseOr();
            if (parser.Current.Kind != XPathTokenKind.End) throw Unexpected(parser.Current, "an operator or the end");
            expression = new XPathExpression(text, term, prefixes);
            return true;
        }
        catch (XPathSyntaxException e)
        {
            error = e.Error;
            return false;
        }
    }

    /// <summary>Parses a leafref's path: the part of XPath that RFC 7950 §9.9.2 allows (<c>path-arg</c> in §14, and <c>deref()</c> before it).</summary>
    /// <param name="text">The path argument.</param>
    /// <param name="prefixes">Resolves its prefixes.</param>
    /// <param name="expression">The parsed path.</param>
    /// <param name="error">The first error.</param>
    public static bool TryParseLeafRefPath(
        string text, IXPathPrefixes prefixes, [NotNullWhen(true)] out XPathExpression? expression, [NotNullWhen(false)] out XPathSyntaxError? error)
    {
        if (!TryParse(text, prefixes, out expression, out error)) return false;
        error = LeafRefPathRules.Check(expression.Term);
        if (error is null) return true;
        expression = null;
        return false;
    }

    private static XPathSyntaxException Unexpected(XPathToken token, string expected) =>
        new(new XPathSyntaxError(token.Position, $"Expected {expected} instead of {token}."));

    private XPathTerm ParseOr() => ParseBinary(0);

    private XPathTerm ParseBinary(int level)
    {
        if (level == XPathPrecedence.Levels) return ParseUnary();
        if (++_depth > MaximumDepth * XPathPrecedence.Levels) throw new XPathSyntaxException(new XPathSyntaxError(Current.Position, "The expression is nested too deeply."));
        var left = ParseBinary(level + 1);
        while (Current.Kind == XPathTokenKind.Operator && XPathPrecedence.Find(level, Current.Text) is { } @operator)
        {
            _at++;
            left = Checked(new BinaryTerm(left.Position, @operator, left, ParseBinary(level + 1)));
        }

        _depth--;
        return left;
    }

    /// <summary>A chain of operators leans to the left: each lies in the next.</summary>
    private BinaryTerm Checked(BinaryTerm term) => term.Depth <= MaximumTermDepth ? term
        : throw new XPathSyntaxException(new XPathSyntaxError(Current.Position, $"The expression has more than {MaximumTermDepth} operators in each other."));

    private XPathTerm ParseUnary()
    {
        var minus = Current;
        if (!TryTake("-")) return ParseUnion();
        if (++_depth > MaximumDepth * XPathPrecedence.Levels) throw new XPathSyntaxException(new XPathSyntaxError(minus.Position, "The expression is nested too deeply."));
        var operand = ParseUnary();
        _depth--;
        return new NegationTerm(minus.Position, operand);
    }

    private XPathTerm ParseUnion()
    {
        var left = ParsePath();
        while (Current.Is("|"))
        {
            RequireNodeSet(left, "'|' joins node-sets");
            _at++;
            var right = ParsePath();
            RequireNodeSet(right, "'|' joins node-sets");
            left = Checked(new BinaryTerm(left.Position, XPathOperator.Union, left, right));
        }

        return left;
    }

    private XPathTerm ParsePath()
    {
        var first = Current;
        if (first.Is("/") || first.Is("//"))
        {
            _at++;
            if (first.Text == "/" && !AtStep()) return new PathTerm(first.Position, null, isAbsolute: true, []);
            return new PathTerm(first.Position, null, isAbsolute: true, ParseSteps(first.Text == "//"));
        }

        if (AtStep()) return new PathTerm(first.Position, null, isAbsolute: false, ParseSteps(false));
        var primary = ParsePrimary();
        if (Current.Is("["))
        {
            RequireNodeSet(primary, "predicates filter node-sets");
            primary = new FilterTerm(primary.Position, primary, ParsePredicates());
        }

        if (!Current.Is("/") && !Current.Is("//")) return primary;
        RequireNodeSet(primary, "steps lead on from node-sets");
        var deep = Current.Text == "//";
        _at++;
        return new PathTerm(primary.Position, primary, isAbsolute: false, ParseSteps(deep));
    }

    private XPathTerm ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case XPathTokenKind.Number:
                _at++;
                return new NumberTerm(token.Position, double.Parse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
            case XPathTokenKind.Literal:
                _at++;
                return new LiteralTerm(token.Position, token.Text);
            case XPathTokenKind.Variable:
                _at++;
                return new VariableTerm(token.Position, token.Text);
            case XPathTokenKind.Function:
                return ParseCall();
            case XPathTokenKind.Punctuation when token.Text == "(":
                _at++;
                var inner = ParseOr();
                Take(")");
                return inner;
            default:
                throw Unexpected(token, "an operand");
        }
    }

    private CallTerm ParseCall()
    {
        var name = Current;
        var function = name.Prefix is null ? XPathFunctions.Find(name.Text) : null;
        if (function is null) throw new XPathSyntaxException(new XPathSyntaxError(name.Position, $"There is no function {name}."));
        _at++;
        Take("(");
        var arguments = new List<XPathTerm>();
        while (!Current.Is(")"))
        {
            if (arguments.Count > 0) Take(",");
            arguments.Add(ParseOr());
        }

        _at++;
        if (!function.Accepts(arguments.Count))
        {
            throw new XPathSyntaxException(new XPathSyntaxError(name.Position, $"The function {function.Name}() does not take {arguments.Count} arguments."));
        }

        for (var i = 0; i < arguments.Count; i++)
        {
            if (function.ParameterType(i) == XPathType.NodeSet) RequireNodeSet(arguments[i], $"argument {i + 1} of {function.Name}() is a node-set");
        }

        return new CallTerm(name.Position, function, arguments);
    }

    private List<XPathTerm> ParsePredicates()
    {
        var predicates = new List<XPathTerm>();
        while (TryTake("["))
        {
            predicates.Add(ParseOr());
            Take("]");
        }

        return predicates;
    }

    private static void RequireNodeSet(XPathTerm term, string rule)
    {
        if (term.Type is null or XPathType.NodeSet) return;
        throw new XPathSyntaxException(new XPathSyntaxError(term.Position, $"This is a {term.Type.Value.ToString().ToLowerInvariant()}, but {rule}."));
    }

    private bool TryTake(string text)
    {
        if (!Current.Is(text)) return false;
        _at++;
        return true;
    }

    private void Take(string text)
    {
        if (!TryTake(text)) throw Unexpected(Current, $"'{text}'");
    }

    /// <summary>Carries an error out of the depth of the parser to its entry.</summary>
    private sealed class XPathSyntaxException(XPathSyntaxError error) : Exception
    {
        public XPathSyntaxError Error => error;
    }
}
