namespace Taiji.Netconf;

/// <summary>The XML namespaces of the protocol.</summary>
public static class NetconfNamespaces
{
    /// <summary>Messages and operations (RFC 6241 §3.1).</summary>
    public const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";

    /// <summary><c>notification</c> and <c>create-subscription</c> (RFC 5277 §4).</summary>
    public const string Notification = "urn:ietf:params:xml:ns:netconf:notification:1.0";

    /// <summary>The <c>with-defaults</c> parameter (RFC 6243 §4.5).</summary>
    public const string WithDefaults = "urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults";

    /// <summary><c>get-schema</c> (RFC 6022 §3.1).</summary>
    public const string Monitoring = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";

    /// <summary><c>action</c>, <c>insert</c> and error-info's own elements (RFC 7950 §5.3.1).</summary>
    public const string Yang = "urn:ietf:params:xml:ns:yang:1";
}
