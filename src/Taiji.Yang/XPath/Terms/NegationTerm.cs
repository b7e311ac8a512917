namespace Taiji.Yang.XPath.Terms;

/// <summary>A minus sign before an operand.</summary>
/// <param name="position">Where it begins.</param>
/// <param name="operand">The operand.</param>
internal sealed class NegationTerm(int position, XPathTerm operand) : XPathTerm(position, operand.Depth + 1)
{
    /// <inheritdoc/>
    public override XPathType? Type => XPathType.Number;

    /// <summary>The operand.</summary>
    public XPathTerm Operand => operand;

    /// <inheritdoc/>
    public override IEnumerable<XPathTerm> Parts => [operand];
}
