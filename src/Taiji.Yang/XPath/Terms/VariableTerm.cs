namespace Taiji.Yang.XPath.Terms;

/// <summary><c>$name</c>. YANG binds none (RFC 7950 §6.4.1); access control rules bind USER (RFC 8341 §3.3).</summary>
/// <param name="position">Where it begins.</param>
/// <param name="name">The name without the dollar.</param>
internal sealed class VariableTerm(int position, string name) : XPathTerm(position)
{
    /// <inheritdoc/>
    public override XPathType? Type => null;

    /// <summary>The name without the dollar.</summary>
    public string Name => name;
}
