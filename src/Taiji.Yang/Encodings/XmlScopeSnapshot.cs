using System.Text;
using System.Xml;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>The prefixes in scope on an element, kept for when the reader has moved on.</summary>
internal sealed class XmlScopeSnapshot : IPrefixMap
{
    private readonly IDictionary<string, string> _namespaces;
    private readonly YangSchema _schema;

    public XmlScopeSnapshot(XmlReader reader, YangSchema schema)
    {
        _namespaces = reader is IXmlNamespaceResolver scope ? scope.GetNamespacesInScope(XmlNamespaceScope.All) : new Dictionary<string, string>();
        _schema = schema;
    }

    /// <inheritdoc/>
    public YangModule? Resolve(ReadOnlySpan<byte> prefix) =>
        _namespaces.TryGetValue(Encoding.UTF8.GetString(prefix), out var ns) ? _schema.FindModuleByNamespace(ns) : null;

    /// <inheritdoc/>
    public string PrefixFor(YangModule module)
    {
        foreach (var (prefix, ns) in _namespaces)
        {
            if (ns == module.Namespace) return prefix;
        }

        return module.Prefix;
    }

    /// <inheritdoc/>
    public string ExplicitPrefixFor(YangModule module) => PrefixFor(module) is { Length: > 0 } prefix ? prefix : module.Prefix;
}
