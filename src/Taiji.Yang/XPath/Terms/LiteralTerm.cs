namespace Taiji.Yang.XPath.Terms;

/// <summary>A string in quotes.</summary>
/// <param name="position">Where it begins.</param>
/// <param name="value">Its text without quotes.</param>
internal sealed class LiteralTerm(int position, string value) : XPathTerm(position)
{
    /// <inheritdoc/>
    public override XPathType? Type => XPathType.String;

    /// <summary>Its text without quotes.</summary>
    public string Value => value;
}
