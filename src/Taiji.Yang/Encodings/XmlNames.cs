namespace Taiji.Yang.Encodings;

/// <summary>Namespaces and names outside the data that the encodings know.</summary>
internal static class XmlNames
{
    /// <summary>NETCONF's base namespace (RFC 6241).</summary>
    public const string Netconf = "urn:ietf:params:xml:ns:netconf:base:1.0";

    /// <summary>YANG's namespace: insert, key, value (RFC 7950 §5.3.1).</summary>
    public const string Yang = "urn:ietf:params:xml:ns:yang:1";

    /// <summary>The namespace of the <c>default</c> attribute (RFC 6243 §6).</summary>
    public const string WithDefaults = "urn:ietf:params:xml:ns:netconf:default:1.0";

    /// <summary>The prefix written for <see cref="WithDefaults"/>.</summary>
    public const string WithDefaultsPrefix = "wd";

    /// <summary>The module of the <c>default</c> annotation in JSON.</summary>
    public const string WithDefaultsModule = "ietf-netconf-with-defaults";

    /// <summary>The namespace of the <c>origin</c> annotation (RFC 8342 §7).</summary>
    public const string Origin = "urn:ietf:params:xml:ns:yang:ietf-origin";

    /// <summary>The module of the <c>origin</c> annotation.</summary>
    public const string OriginModule = "ietf-origin";

    /// <summary>xmlns declarations.</summary>
    public const string Xmlns = "http://www.w3.org/2000/xmlns/";

    /// <summary>xml:lang and the like.</summary>
    public const string Xml = "http://www.w3.org/XML/1998/namespace";
}
