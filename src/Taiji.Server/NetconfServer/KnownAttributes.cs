using System.Collections.Frozen;
using System.Xml;
using Taiji.Netconf;
using Taiji.Server.NetconfServer.TransactionIds;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer;

/// <summary>Which attributes the elements of operations have; an unexpected one is an unknown-attribute (RFC 6241 App. A). Those of data nodes are looked at where data is read.</summary>
internal static class KnownAttributes
{
    private const string Xmlns = "http://www.w3.org/2000/xmlns/";
    private const string Xml = "http://www.w3.org/XML/1998/namespace";

    private static readonly (string, string)[] Versions =
        [(NetconfNamespaces.TransactionId, TransactionId.Etag), (NetconfNamespaces.TransactionId, TransactionId.LastModified)];

    private static readonly FrozenDictionary<string, (string Namespace, string Name)[]> OfElements = new Dictionary<string, (string, string)[]>
    {
        ["get"] = [.. Local("content"), .. Local("depth"), .. Local("attributes")],
        ["get-config"] = [.. Local("depth"), .. Local("attributes"), .. Versions],
        ["get-data"] = Versions,
        ["subtree-filter"] = Versions,
        ["xpath-filter"] = Versions,
        ["config"] = Versions,
        ["edit-config"] = [.. Local("autocommit"), .. Local("copystartup"), .. Local("objectcreate")],
        ["edit-data"] = [.. Local("objectcreate")],
        ["filter"] = [.. Standard("type"), .. Standard("select"), .. Versions],
    }.ToFrozenDictionary();

    /// <summary>Looks at an element's attributes.</summary>
    /// <param name="xml">On the element; stays there.</param>
    /// <exception cref="RpcErrorException">unknown-attribute.</exception>
    public static void Demand(XmlReader xml)
    {
        if (!xml.HasAttributes) return;
        var element = xml.LocalName;
        var known = OfElements.GetValueOrDefault(element, []);
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.NamespaceURI is Xmlns or Xml || Array.IndexOf(known, (xml.NamespaceURI, xml.LocalName)) >= 0) continue;
            var (ns, name) = (xml.NamespaceURI, xml.LocalName);
            throw ProtocolErrors.UnknownAttribute(element, name, $"<{element}> has no attribute {name}{(ns.Length == 0 ? "" : $" in the namespace \"{ns}\"")}.");
        }

        xml.MoveToElement();
    }

    private static (string, string)[] Local(string name) => [("", name), (MessageAttributes.Namespace, name)];

    // Some clients qualify what has no namespace.
    private static (string, string)[] Standard(string name) => [("", name), (NetconfNamespaces.Base, name)];
}
