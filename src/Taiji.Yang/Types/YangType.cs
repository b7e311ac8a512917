using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Types;

/// <summary>YANG's built-in types (RFC 7950 §4.2.4).</summary>
public enum BuiltInType
{
    /// <summary><c>binary</c>.</summary>
    Binary,

    /// <summary><c>bits</c>.</summary>
    Bits,

    /// <summary><c>boolean</c>.</summary>
    Boolean,

    /// <summary><c>decimal64</c>.</summary>
    Decimal64,

    /// <summary><c>empty</c>.</summary>
    Empty,

    /// <summary><c>enumeration</c>.</summary>
    Enumeration,

    /// <summary><c>identityref</c>.</summary>
    IdentityRef,

    /// <summary><c>instance-identifier</c>.</summary>
    InstanceIdentifier,

    /// <summary><c>int8</c>.</summary>
    Int8,

    /// <summary><c>int16</c>.</summary>
    Int16,

    /// <summary><c>int32</c>.</summary>
    Int32,

    /// <summary><c>int64</c>.</summary>
    Int64,

    /// <summary><c>leafref</c>.</summary>
    LeafRef,

    /// <summary><c>string</c>.</summary>
    String,

    /// <summary><c>uint8</c>.</summary>
    UInt8,

    /// <summary><c>uint16</c>.</summary>
    UInt16,

    /// <summary><c>uint32</c>.</summary>
    UInt32,

    /// <summary><c>uint64</c>.</summary>
    UInt64,

    /// <summary><c>union</c>.</summary>
    Union,
}

/// <summary>How a value is written in JSON (RFC 7951 §6).</summary>
public enum JsonKind
{
    /// <summary>A string.</summary>
    String,

    /// <summary>A number: integers up to 32 bits.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>[null]</c>: the type empty.</summary>
    Empty,
}

/// <summary>The lexical representations that a value can be parsed from and formatted to.</summary>
public enum ValueForm
{
    /// <summary>XML (RFC 7950): prefixes in identityref and instance-identifier values are namespace prefixes in scope.</summary>
    Xml,

    /// <summary>JSON (RFC 7951): prefixes are module names; the JSON type of the token is checked.</summary>
    Json,

    /// <summary>
    /// The canonical form (RFC 7950 §9.1); identityref and instance-identifier with module names. Used for keys in paths, XPath's string values, sorting out equality.
    /// Parsing is as for JSON but without a check of the token's kind.
    /// </summary>
    Canonical,
}

/// <summary>Resolves prefixes while a value is parsed, and makes them while one is written.</summary>
public interface IPrefixMap
{
    /// <summary>The module that a prefix stands for in the value's surroundings, or null; an empty prefix asks for the default one.</summary>
    /// <param name="prefix">The prefix in UTF-8, without colon.</param>
    YangModule? Resolve(ReadOnlySpan<byte> prefix);

    /// <summary>The prefix to write for a module (empty when it is the default namespace); makes one known when needed.</summary>
    /// <param name="module">The module.</param>
    string PrefixFor(YangModule module);

    /// <summary>As <see cref="PrefixFor"/>, but never empty: instance-identifier (RFC 7950 §9.13.2) and XPath 1.0 know no default namespace.</summary>
    /// <param name="module">The module.</param>
    string ExplicitPrefixFor(YangModule module);
}

/// <summary>What a value's parsing may lean on.</summary>
public readonly ref struct ValueContext
{
    /// <summary>The form of the text.</summary>
    public ValueForm Form { get; init; }

    /// <summary>The kind of JSON token the text came from; null when the form is not JSON.</summary>
    public JsonKind? Token { get; init; }

    /// <summary>The schema (identities, instance-identifiers).</summary>
    public required YangSchema Schema { get; init; }

    /// <summary>The module of the leaf: what an unprefixed name means in JSON and canonical form.</summary>
    public required YangModule Module { get; init; }

    /// <summary>The prefixes in scope; null when the form needs none.</summary>
    public IPrefixMap? Prefixes { get; init; }

    /// <summary>Whether the text stands in a YANG module's default statement, where integers may be hexadecimal or octal (RFC 7950 §9.2.1)
    /// and an identity may be one of a merely imported module.</summary>
    public bool IsDefaultStatement { get; init; }

    /// <summary>Whether nobody will read the error's message: a union tries its members.</summary>
    internal bool IsTrial { get; init; }
}

/// <summary>Why a lexical value was refused; <see cref="AppTag"/> and <see cref="Message"/> are the restriction's own where the module gives them.</summary>
/// <param name="Message">What is wrong and what was expected.</param>
/// <param name="AppTag">error-app-tag, or null.</param>
public sealed record ValueError(string Message, string? AppTag = null)
{
    /// <summary>Stands for every error inside a union's trials.</summary>
    internal static readonly ValueError Trial = new("");
}

/// <summary>
/// A compiled type: built-in type plus all restrictions of its typedef chain. Parses a lexical value into its <i>stored form</i> and back.
/// <para>
/// The stored form is a byte string that is canonical (equal values ⇔ equal bytes) and memcomparable (byte order is the value order where the type has one):
/// integers and decimal64 big-endian with the sign bit flipped, at their natural width (decimal64: 8); boolean one byte 0/1; enumeration its value as an int32 likewise;
/// bits a bitmap by ascending position, most significant bit first, without trailing zero bytes; identityref the <see cref="Identity.Ordinal"/> as big-endian uint32;
/// string its UTF-8; binary its octets; empty no bytes; instance-identifier its canonical text in UTF-8; leafref its target's; union one byte, the member's index, then the member's.
/// </para>
/// </summary>
public abstract class YangType
{
    /// <summary>The built-in type at the bottom.</summary>
    public abstract BuiltInType BuiltIn { get; }

    /// <summary>The built-in type's name, e.g. <c>instance-identifier</c> (RFC 7950 §4.2.4).</summary>
    public string BuiltInName => BuiltInTypes.NameOf(BuiltIn);

    /// <summary>The name as used by the leaf: a built-in's or a typedef's.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The module of the typedef that <see cref="Name"/> names; null for a built-in type.</summary>
    public YangModule? Module { get; internal set; }

    /// <summary>The typedef's description; null when it has none.</summary>
    public string? Description { get; internal set; }

    /// <summary>Whether the statement that uses the type restricts it further: then it isn't what its name stands for.</summary>
    public bool IsRestrictedInPlace { get; internal set; }

    /// <summary>The size of every stored value in bytes, or -1 when it varies.</summary>
    public abstract int FixedSize { get; }

    /// <summary>Parses a lexical value; checks every restriction.</summary>
    /// <param name="text">The text in UTF-8. Leading and trailing white space is skipped where the type allows it in XML (numbers, boolean, bits, identityref, instance-identifier).</param>
    /// <param name="context">Form, schema and prefixes.</param>
    /// <param name="destination">Receives the stored form; written only on success.</param>
    /// <param name="error">Why not.</param>
    public bool TryParse(ReadOnlySpan<byte> text, in ValueContext context, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error) =>
        TryParse(text, context, [], destination, out error);

    /// <summary>As <see cref="TryParse(ReadOnlySpan{byte}, in ValueContext, IBufferWriter{byte}, out ValueError?)"/>, with bytes before the stored form.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="context">Form, schema and prefixes.</param>
    /// <param name="head">What to write before the stored form: the member indexes of the unions around.</param>
    /// <param name="destination">Receives both; written only on success.</param>
    /// <param name="error">Why not.</param>
    internal abstract bool TryParse(
        ReadOnlySpan<byte> text, in ValueContext context, ReadOnlySpan<byte> head, IBufferWriter<byte> destination, [NotNullWhen(false)] out ValueError? error);

    /// <summary>Writes the canonical lexical form.</summary>
    /// <param name="stored">A stored value of this type.</param>
    /// <param name="form">The representation (prefixes of names differ).</param>
    /// <param name="schema">The schema (identities).</param>
    /// <param name="prefixes">Makes prefixes when <paramref name="form"/> is XML; may be null otherwise.</param>
    /// <param name="destination">Receives UTF-8, not escaped for XML or JSON.</param>
    public abstract void Format(ReadOnlySpan<byte> stored, ValueForm form, YangSchema schema, IPrefixMap? prefixes, IBufferWriter<byte> destination);

    /// <summary>How that value is written in JSON (depends on the value only for unions).</summary>
    /// <param name="stored">A stored value of this type.</param>
    public virtual JsonKind GetJsonKind(ReadOnlySpan<byte> stored) => JsonKind.String;

    /// <summary>The same type under another name.</summary>
    /// <param name="name">The typedef's name.</param>
    /// <param name="module">The module of the typedef.</param>
    internal YangType Renamed(string name, YangModule? module)
    {
        var copy = (YangType)MemberwiseClone();
        (copy.Name, copy.Module, copy.Description, copy.IsRestrictedInPlace) = (name, module, null, false);
        return copy;
    }
}
