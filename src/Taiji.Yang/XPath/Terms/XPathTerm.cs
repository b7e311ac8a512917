namespace Taiji.Yang.XPath.Terms;

/// <summary>A part of a parsed expression that has a value.</summary>
/// <param name="position">Where it begins in the text, in characters from 0.</param>
/// <param name="depth">How many terms lie in each other here.</param>
internal abstract class XPathTerm(int position, int depth = 1)
{
    private int _climb = -1;

    /// <summary>Where it begins in the text, in characters from 0.</summary>
    public int Position => position;

    /// <summary>How many terms lie in each other here, itself included: what evaluation needs in stack.</summary>
    public int Depth => depth;

    /// <summary>The type of its value; null when only evaluation tells (a variable).</summary>
    public abstract XPathType? Type { get; }

    /// <summary>See <see cref="ContextClimb"/>.</summary>
    public int Climb
    {
        get
        {
            if (_climb < 0) _climb = ContextClimb.Of(this);
            return _climb;
        }
    }

    /// <summary>The terms directly inside.</summary>
    public virtual IEnumerable<XPathTerm> Parts => [];

    /// <summary>The depth of a term around those.</summary>
    /// <param name="parts">The terms inside.</param>
    protected static int DepthAround(IEnumerable<XPathTerm> parts)
    {
        var depth = 0;
        foreach (var part in parts) depth = Math.Max(depth, part.Depth);
        return depth + 1;
    }
}
