using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath;

/// <summary>Which binary operators bind how tightly (XPath 1.0 §3.3 to §3.5); union binds tightest and is not among them.</summary>
internal static class XPathPrecedence
{
    /// <summary>The number of levels; 0 binds loosest.</summary>
    public const int Levels = 6;

    /// <summary>The operator written so on that level, or null.</summary>
    /// <param name="level">The level.</param>
    /// <param name="text">The operator's text.</param>
    public static XPathOperator? Find(int level, string text) => (level, text) switch
    {
        (0, "or") => XPathOperator.Or,
        (1, "and") => XPathOperator.And,
        (2, "=") => XPathOperator.Equal,
        (2, "!=") => XPathOperator.NotEqual,
        (3, "<") => XPathOperator.Less,
        (3, "<=") => XPathOperator.LessOrEqual,
        (3, ">") => XPathOperator.Greater,
        (3, ">=") => XPathOperator.GreaterOrEqual,
        (4, "+") => XPathOperator.Add,
        (4, "-") => XPathOperator.Subtract,
        (5, "*") => XPathOperator.Multiply,
        (5, "div") => XPathOperator.Divide,
        (5, "mod") => XPathOperator.Modulo,
        _ => null,
    };
}
