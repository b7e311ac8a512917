namespace Taiji.Yang.XPath.Evaluation;

/// <summary>The value of an expression: a node-set, boolean, number or string.</summary>
public readonly struct XPathValue
{
    private readonly object? _object;
    private readonly double _number;

    private XPathValue(XPathType type, object? value, double number)
    {
        Type = type;
        _object = value;
        _number = number;
    }

    /// <summary>Its type.</summary>
    public XPathType Type { get; }

    /// <summary>The nodes of a node-set, in document order; empty for other types.</summary>
    public IReadOnlyList<XPathNode> Nodes => NodeList;

    /// <summary>The number of a number; 0 for other types.</summary>
    public double Number => Type == XPathType.Number ? _number : 0;

    /// <summary>The text of a string; empty for other types.</summary>
    public string String => _object as string ?? "";

    /// <summary>As a boolean (XPath 1.0 §4.3): a non-empty node-set or string, a number that is neither zero nor NaN.</summary>
    public bool Boolean => Type switch
    {
        XPathType.NodeSet => NodeList.Count > 0,
        XPathType.String => String.Length > 0,
        XPathType.Number => _number != 0 && !double.IsNaN(_number),
        _ => _number != 0,
    };

    internal List<XPathNode> NodeList => _object as List<XPathNode> ?? [];

    internal static XPathValue Of(bool value) => new(XPathType.Boolean, null, value ? 1 : 0);

    internal static XPathValue Of(double value) => new(XPathType.Number, null, value);

    internal static XPathValue Of(string value) => new(XPathType.String, value, 0);

    internal static XPathValue Of(List<XPathNode> value) => new(XPathType.NodeSet, value, 0);
}
