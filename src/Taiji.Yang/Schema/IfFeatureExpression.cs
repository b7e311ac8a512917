using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Parses and evaluates one <c>if-feature</c> argument: a name, in YANG 1.1 an expression with and, or, not and parentheses (RFC 7950 §7.20.2).</summary>
internal sealed class IfFeatureExpression(Statement statement, ModuleText text, FeatureEvaluator features, DiagnosticBag diagnostics)
{
    private const int MaxDepth = 100;

    private readonly string _expression = statement.ArgumentOrEmpty;
    private int _position;
    private int _depth;
    private bool _failed;

    /// <summary>The features that an expression names, prefixes included.</summary>
    public static IEnumerable<string> NamesIn(string expression) =>
        expression.Split([' ', '\t', '\n', '\r', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("and" or "or" or "not"));

    public bool Evaluate()
    {
        if (!text.IsVersion11) return ArgumentRules.IsIdentifierReference(_expression, true) ? Lookup(_expression) : Fail("a feature's name");
        var result = Or();
        SkipSpace();
        return _failed ? false : _position == _expression.Length ? result : Fail("'and', 'or' or the end");
    }

    private bool Or()
    {
        var result = And();
        while (TryTake("or")) result |= And();
        return result;
    }

    private bool And()
    {
        var result = Factor();
        while (TryTake("and")) result &= Factor();
        return result;
    }

    private bool Factor()
    {
        var negate = false;
        while (TryTake("not")) negate = !negate;
        SkipSpace();
        if (_position < _expression.Length && _expression[_position] == '(')
        {
            _position++;
            if (++_depth > MaxDepth) return Fail($"at most {MaxDepth} nested parentheses");
            var inner = Or();
            _depth--;
            SkipSpace();
            if (_failed) return false;
            if (_position >= _expression.Length || _expression[_position] != ')') return Fail("')'");
            _position++;
            return inner ^ negate;
        }

        var name = TakeWord();
        if (name is "and" or "or" or "not" || !ArgumentRules.IsIdentifierReference(name, true)) return Fail("a feature's name, 'not' or '('");
        return Lookup(name) ^ negate;
    }

    private bool TryTake(string word)
    {
        if (_failed) return false;
        var start = _position;
        if (TakeWord() != word)
        {
            _position = start;
            return false;
        }

        // RFC 7950 §14 has 'sep' around the operators, also where a parenthesis stands there.
        var first = _position - word.Length;
        if (word != "not" && !IsSpace(_expression[first - 1])) return Fail($"white space before '{word}'");
        return _position == _expression.Length || IsSpace(_expression[_position]) || Fail($"white space after '{word}'");
    }

    private string TakeWord()
    {
        SkipSpace();
        var start = _position;
        while (_position < _expression.Length && !IsSpace(_expression[_position]) && _expression[_position] is not ('(' or ')')) _position++;
        return _expression[start.._position];
    }

    private void SkipSpace()
    {
        while (_position < _expression.Length && IsSpace(_expression[_position])) _position++;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r';

    /// <summary>An unknown feature counts as supported: what depends on it is then there for others to refer to.</summary>
    private bool Lookup(string reference)
    {
        if (!text.TryResolveName(reference, statement.ArgumentLocation, diagnostics, out var module, out var name)) return true;
        var isDefined = module.Features.TryGetValue(name, out var feature);
        if (isDefined && (module != text.Owner || text.Sees(feature!.Text))) return features.Evaluate(feature!);
        if (!module.IsIncomplete)
        {
            var hint = isDefined ? ModuleText.HintAt(feature!.Text) : Suggestion.For(name, module.Features.Keys);
            diagnostics.Report(DiagnosticDescriptors.UnknownFeature, statement.ArgumentLocation, name, module.Name, hint);
        }

        return true;
    }

    private bool Fail(string expected)
    {
        if (!_failed) diagnostics.Report(DiagnosticDescriptors.BadIfFeature, statement.ArgumentLocation, _expression, expected);
        _failed = true;
        return false;
    }
}
