namespace Taiji.Yang.XPath;

/// <summary>
/// A parsed XPath 1.0 expression with its prefixes resolved to modules (RFC 7950 §6.4). Binding to the schema and evaluation are in files of their own.
/// </summary>
public sealed partial class XPathExpression
{
    /// <summary>The expression as written.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
