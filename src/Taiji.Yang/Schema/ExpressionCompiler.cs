using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Schema;

/// <summary>Parses the expressions of must, when and path once each, however often their grouping is used (RFC 7950 §6.4).</summary>
internal sealed class ExpressionCompiler(ModuleSet modules, DiagnosticBag diagnostics)
{
    private readonly Dictionary<Statement, XPathExpression?> _expressions = [];
    private readonly Dictionary<XPathExpression, ScopedStatement> _places = [];
    private readonly Dictionary<ModuleText, ModulePrefixes> _prefixes = [];

    /// <summary>The expression of a must or when; null with the error reported when it is none.</summary>
    public XPathExpression? Compile(Statement statement, LexicalScope scope) => Compile(statement, scope, isPath: false);

    /// <summary>The expression of a leafref's path (RFC 7950 §9.9.2).</summary>
    public XPathExpression? CompilePath(Statement statement, LexicalScope scope) => Compile(statement, scope, isPath: true);

    /// <summary>The statement that an expression is the argument of.</summary>
    public ScopedStatement PlaceOf(XPathExpression expression) => _places[expression];

    /// <summary>What a text's prefixes mean, for expressions and values.</summary>
    public ModulePrefixes PrefixesOf(ModuleText text)
    {
        if (!_prefixes.TryGetValue(text, out var prefixes)) _prefixes[text] = prefixes = new ModulePrefixes(text, modules);
        return prefixes;
    }

    private XPathExpression? Compile(Statement statement, LexicalScope scope, bool isPath)
    {
        if (_expressions.TryGetValue(statement, out var known)) return known;
        var prefixes = PrefixesOf(scope.Text);
        XPathSyntaxError? error;
        var parsed = isPath
            ? XPathParser.TryParseLeafRefPath(statement.ArgumentOrEmpty, prefixes, out var expression, out error)
            : XPathParser.TryParse(statement.ArgumentOrEmpty, prefixes, out expression, out error);
        if (parsed) error = StatementXPathRules.Check(expression!.Term, scope.Text.IsVersion11);
        parsed &= error is null;
        // A prefix whose module was not found has been reported at its import.
        if (!parsed && !prefixes.MetMissingModule)
        {
            diagnostics.Report(DiagnosticDescriptors.BadExpression, statement.LocationInArgument(error!.Position), statement.ArgumentOrEmpty, error.Message, error.Position + 1);
        }

        if (parsed) _places[expression!] = new ScopedStatement(statement, scope);
        return _expressions[statement] = parsed ? expression : null;
    }
}
