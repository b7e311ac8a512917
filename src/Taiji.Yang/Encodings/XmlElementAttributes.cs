using Taiji.Yang.Data;

namespace Taiji.Yang.Encodings;

/// <summary>The attributes of an element that mean something.</summary>
internal struct XmlElementAttributes
{
    /// <summary><c>nc:operation</c> (RFC 6241 §7.2).</summary>
    public EditOperation? Operation { get; set; }

    /// <summary><c>yang:insert</c> (RFC 7950 §7.8.6).</summary>
    public InsertPlace? Insert { get; set; }

    /// <summary><c>yang:key</c>.</summary>
    public string? Key { get; set; }

    /// <summary><c>yang:value</c>.</summary>
    public string? Value { get; set; }

    /// <summary>The prefixes of <see cref="Key"/> and <see cref="Value"/>, which can't be looked up any more when the element has been read.</summary>
    public XmlScopeSnapshot? Scope { get; set; }

    /// <summary>What <see cref="CreationRules"/> are about; null without that attribute.</summary>
    public bool? MayCreate { get; set; }

    /// <summary>The annotations that the node is to keep: names as <c>module:name</c>, and values; null for none.</summary>
    public List<(string Name, string Value)>? Kept { get; set; }

    /// <summary>What <see cref="VersionRules"/> are about: the attribute and its value; null without one.</summary>
    public (string Name, string Version)? Version { get; set; }

    /// <summary><c>wd:default="true"</c> (RFC 6243 §6).</summary>
    public bool IsDefault { get; set; }
}
