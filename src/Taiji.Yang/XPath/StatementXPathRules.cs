using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath;

/// <summary>What XPath in YANG statements may not use: variables, and in YANG 1.0 the functions of 1.1.</summary>
internal static class StatementXPathRules
{
    /// <summary>The first violation, or null.</summary>
    /// <param name="term">The parsed expression.</param>
    /// <param name="version11">Whether it stands in a module of YANG 1.1.</param>
    public static XPathSyntaxError? Check(XPathTerm term, bool version11)
    {
        switch (term)
        {
            case VariableTerm variable:
                return new XPathSyntaxError(term.Position, $"There is no variable '${variable.Name}': YANG has none (RFC 7950 §6.4.1).");
            // deref() was in use before YANG 1.1 took it over.
            case CallTerm { Function: { Kind: > XPathFunctionKind.Current and not XPathFunctionKind.Deref } function } when !version11:
                return new XPathSyntaxError(term.Position, $"The function {function.Name}() needs YANG 1.1 (RFC 7950 §1.1).");
        }

        foreach (var part in term.Parts)
        {
            if (Check(part, version11) is { } error) return error;
        }

        return null;
    }
}
