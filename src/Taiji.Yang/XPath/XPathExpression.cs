using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath;

/// <summary>
/// A parsed XPath 1.0 expression with its prefixes resolved to modules (RFC 7950 §6.4). What it reads is found by the binder, what it is worth by the evaluator.
/// </summary>
public sealed class XPathExpression
{
    internal XPathExpression(string text, XPathTerm term, IXPathPrefixes prefixes)
    {
        Text = text;
        Term = term;
        Prefixes = prefixes;
    }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>The type of its value; null when only evaluation tells.</summary>
    public XPathType? Type => Term.Type;

    /// <summary>The names of the variables that it asks for, without the dollar, each once, in the order in which they are written.</summary>
    public IReadOnlyList<string> Variables => field ??= [.. VariablesOf(Term).OrderBy(v => v.Position).Select(v => v.Name).Distinct()];

    /// <summary>The syntax.</summary>
    internal XPathTerm Term { get; }

    /// <summary>The syntax as it is evaluated: with comparisons that can be looked up.</summary>
    internal XPathTerm LookUpTerm => field ??= LookUpForm.Of(Term);

    /// <summary>The prefixes of its surroundings.</summary>
    internal IXPathPrefixes Prefixes { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static IEnumerable<VariableTerm> VariablesOf(XPathTerm term) => term is VariableTerm variable ? [variable] : term.Parts.SelectMany(VariablesOf);
}
