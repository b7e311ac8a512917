namespace Taiji.Yang.XPath.Terms;

/// <summary>The operators between two operands (XPath 1.0 §3.3 to §3.5).</summary>
internal enum XPathOperator
{
    /// <summary><c>or</c>.</summary>
    Or,

    /// <summary><c>and</c>.</summary>
    And,

    /// <summary><c>=</c>.</summary>
    Equal,

    /// <summary><c>!=</c>.</summary>
    NotEqual,

    /// <summary><c>&lt;</c>.</summary>
    Less,

    /// <summary><c>&lt;=</c>.</summary>
    LessOrEqual,

    /// <summary><c>></c>.</summary>
    Greater,

    /// <summary><c>>=</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>+</c>.</summary>
    Add,

    /// <summary><c>-</c>.</summary>
    Subtract,

    /// <summary><c>*</c>.</summary>
    Multiply,

    /// <summary><c>div</c>.</summary>
    Divide,

    /// <summary><c>mod</c>.</summary>
    Modulo,

    /// <summary><c>|</c>.</summary>
    Union,
}

/// <summary>Two operands and an operator.</summary>
/// <param name="position">Where the left operand begins.</param>
/// <param name="operator">The operator.</param>
/// <param name="left">The left operand.</param>
/// <param name="right">The right operand.</param>
internal sealed class BinaryTerm(int position, XPathOperator @operator, XPathTerm left, XPathTerm right) : XPathTerm(position, 1 + Math.Max(left.Depth, right.Depth))
{
    /// <inheritdoc/>
    public override XPathType? Type => @operator switch
    {
        XPathOperator.Union => XPathType.NodeSet,
        >= XPathOperator.Add => XPathType.Number,
        _ => XPathType.Boolean,
    };

    /// <summary>The operator.</summary>
    public XPathOperator Operator => @operator;

    /// <summary>The left operand.</summary>
    public XPathTerm Left => left;

    /// <summary>The right operand.</summary>
    public XPathTerm Right => right;

    /// <inheritdoc/>
    public override IEnumerable<XPathTerm> Parts => [left, right];
}
