namespace Taiji.Yang.XPath.Terms;

/// <summary>A part of a parsed expression that has a value.</summary>
/// <param name="position">Where it begins in the text, in characters from 0.</param>
internal abstract class XPathTerm(int position)
{
    private int _climb = -1;

    /// <summary>Where it begins in the text, in characters from 0.</summary>
    public int Position => position;

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
}
