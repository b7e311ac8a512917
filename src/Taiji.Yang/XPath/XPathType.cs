namespace Taiji.Yang.XPath;

/// <summary>The types of XPath values (XPath 1.0 §1).</summary>
public enum XPathType
{
    /// <summary>A set of nodes.</summary>
    NodeSet,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A floating-point number.</summary>
    Number,

    /// <summary>A string.</summary>
    String,
}
