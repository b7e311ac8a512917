using System.Text;
using System.Xml;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath;

namespace Taiji.Server.NetconfServer;

/// <summary>The namespaces in scope on an element, kept for when the reader has moved on.</summary>
internal sealed class XmlPrefixes(XmlReader xml, YangSchema schema) : IPrefixMap, IXPathPrefixes
{
    private readonly IDictionary<string, string> _namespaces = ((IXmlNamespaceResolver)xml).GetNamespacesInScope(XmlNamespaceScope.All);

    /// <inheritdoc/>
    public YangModule? Resolve(string prefix) => _namespaces.TryGetValue(prefix, out var ns) ? schema.FindModuleByNamespace(ns) : null;

    /// <inheritdoc/>
    public YangModule? Resolve(ReadOnlySpan<byte> prefix) => Resolve(Encoding.UTF8.GetString(prefix));

    /// <inheritdoc/>
    public string? PrefixOf(YangModule module)
    {
        foreach (var (prefix, ns) in _namespaces)
        {
            if (prefix.Length > 0 && ns == module.Namespace) return prefix;
        }

        return null;
    }

    /// <inheritdoc/>
    public string PrefixFor(YangModule module) => ExplicitPrefixFor(module);

    /// <inheritdoc/>
    public string ExplicitPrefixFor(YangModule module) => PrefixOf(module) ?? module.Prefix;
}
