namespace Taiji.Yang.XPath;

/// <summary>The functions (XPath 1.0 §4, RFC 7950 §10).</summary>
internal enum XPathFunctionKind
{
    /// <summary>last()</summary>
    Last,

    /// <summary>position()</summary>
    Position,

    /// <summary>count(node-set)</summary>
    Count,

    /// <summary>id(object): data trees have no ids</summary>
    Id,

    /// <summary>local-name(node-set?)</summary>
    LocalName,

    /// <summary>namespace-uri(node-set?)</summary>
    NamespaceUri,

    /// <summary>name(node-set?)</summary>
    Name,

    /// <summary>string(object?)</summary>
    String,

    /// <summary>concat(string, string, string*)</summary>
    Concat,

    /// <summary>starts-with(string, string)</summary>
    StartsWith,

    /// <summary>contains(string, string)</summary>
    Contains,

    /// <summary>substring-before(string, string)</summary>
    SubstringBefore,

    /// <summary>substring-after(string, string)</summary>
    SubstringAfter,

    /// <summary>substring(string, number, number?)</summary>
    Substring,

    /// <summary>string-length(string?)</summary>
    StringLength,

    /// <summary>normalize-space(string?)</summary>
    NormalizeSpace,

    /// <summary>translate(string, string, string)</summary>
    Translate,

    /// <summary>boolean(object)</summary>
    Boolean,

    /// <summary>not(boolean)</summary>
    Not,

    /// <summary>true()</summary>
    True,

    /// <summary>false()</summary>
    False,

    /// <summary>lang(string): data trees have no languages</summary>
    Lang,

    /// <summary>number(object?)</summary>
    Number,

    /// <summary>sum(node-set)</summary>
    Sum,

    /// <summary>floor(number)</summary>
    Floor,

    /// <summary>ceiling(number)</summary>
    Ceiling,

    /// <summary>round(number)</summary>
    Round,

    /// <summary>current() (RFC 7950 §10.1.1)</summary>
    Current,

    /// <summary>re-match(string, string) (RFC 7950 §10.2.1)</summary>
    ReMatch,

    /// <summary>deref(node-set) (RFC 7950 §10.3.1)</summary>
    Deref,

    /// <summary>derived-from(node-set, string) (RFC 7950 §10.4.1)</summary>
    DerivedFrom,

    /// <summary>derived-from-or-self(node-set, string) (RFC 7950 §10.4.2)</summary>
    DerivedFromOrSelf,

    /// <summary>enum-value(node-set) (RFC 7950 §10.5.1)</summary>
    EnumValue,

    /// <summary>bit-is-set(node-set, string) (RFC 7950 §10.6.1)</summary>
    BitIsSet,
}

/// <summary>A function's signature.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Result">The type of its value.</param>
/// <param name="MinimumArguments">How many arguments at least.</param>
/// <param name="Parameters">The parameters' types; null for any. The last one repeats when <paramref name="IsVariadic"/>.</param>
/// <param name="IsVariadic">Whether more arguments may follow.</param>
internal sealed record XPathFunction(
    XPathFunctionKind Kind, string Name, XPathType Result, int MinimumArguments, IReadOnlyList<XPathType?> Parameters, bool IsVariadic = false)
{
    /// <summary>Whether it looks at the context node or position when called with so many arguments.</summary>
    /// <param name="arguments">The number of arguments.</param>
    public bool ReadsContext(int arguments) => Kind switch
    {
        XPathFunctionKind.Last or XPathFunctionKind.Position or XPathFunctionKind.Lang => true,
        XPathFunctionKind.True or XPathFunctionKind.False or XPathFunctionKind.Current => false,
        _ => arguments == 0,
    };

    /// <summary>Whether that many arguments are accepted.</summary>
    /// <param name="count">The number of arguments.</param>
    public bool Accepts(int count) => count >= MinimumArguments && (IsVariadic || count <= Parameters.Count);

    /// <summary>The type of a parameter; null for any.</summary>
    /// <param name="index">Which, from 0.</param>
    public XPathType? ParameterType(int index) => Parameters[Math.Min(index, Parameters.Count - 1)];
}
