namespace Taiji.Yang.XPath.Terms;

/// <summary>A number as written.</summary>
/// <param name="position">Where it begins.</param>
/// <param name="value">Its value.</param>
internal sealed class NumberTerm(int position, double value) : XPathTerm(position)
{
    /// <inheritdoc/>
    public override XPathType? Type => XPathType.Number;

    /// <summary>Its value.</summary>
    public double Value => value;
}
