namespace Taiji.Yang.XPath;

/// <summary>The kinds of tokens (XPath 1.0 §3.7).</summary>
internal enum XPathTokenKind
{
    /// <summary>The end of the expression.</summary>
    End,

    /// <summary><c>( ) [ ] . .. @ , ::</c>.</summary>
    Punctuation,

    /// <summary><c>and or mod div * / // | + - = != &lt; &lt;= &gt; &gt;=</c>.</summary>
    Operator,

    /// <summary>A name, a qualified name, <c>*</c> or <c>prefix:*</c> where a node test can stand.</summary>
    Name,

    /// <summary>A name before <c>(</c>.</summary>
    Function,

    /// <summary>A name before <c>::</c>.</summary>
    Axis,

    /// <summary>A quoted string; the text is without quotes.</summary>
    Literal,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>$name</c>; the text is without the dollar.</summary>
    Variable,
}

/// <summary>A token.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Position">Where it begins, in characters from 0.</param>
/// <param name="Text">Its text; of a qualified name the local part.</param>
/// <param name="Prefix">The prefix of a qualified name, else null.</param>
internal readonly record struct XPathToken(XPathTokenKind Kind, int Position, string Text, string? Prefix = null)
{
    /// <summary>Whether it is that punctuation mark or operator.</summary>
    /// <param name="text">The mark.</param>
    public bool Is(string text) => Kind is XPathTokenKind.Punctuation or XPathTokenKind.Operator && Text == text;

    /// <summary>The token as written.</summary>
    public override string ToString() => Kind switch
    {
        XPathTokenKind.End => "the end",
        XPathTokenKind.Literal => $"the string '{Text}'",
        XPathTokenKind.Variable => $"'${Text}'",
        _ => $"'{(Prefix is null ? "" : Prefix + ":")}{Text}'",
    };
}
