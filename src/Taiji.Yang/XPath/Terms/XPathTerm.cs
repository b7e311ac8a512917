namespace Taiji.Yang.XPath.Terms;

/// <summary>A part of a parsed expression that has a value.</summary>
/// <param name="position">Where it begins in the text, in characters from 0.</param>
internal abstract class XPathTerm(int position)
{
    /// <summary>Where it begins in the text, in characters from 0.</summary>
    public int Position => position;

    /// <summary>The type of its value; null when only evaluation tells (a variable).</summary>
    public abstract XPathType? Type { get; }

    /// <summary>The terms directly inside.</summary>
    public virtual IEnumerable<XPathTerm> Parts => [];
}
