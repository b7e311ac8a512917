using System.Text;
using System.Xml;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>The prefixes in scope where an <see cref="XmlReader"/> stands.</summary>
/// <param name="reader">The reader.</param>
/// <param name="schema">The schema.</param>
internal sealed class XmlScopePrefixes(XmlReader reader, YangSchema schema) : IPrefixMap
{
    /// <inheritdoc/>
    public YangModule? Resolve(ReadOnlySpan<byte> prefix) =>
        reader.LookupNamespace(Encoding.UTF8.GetString(prefix)) is { } ns ? schema.FindModuleByNamespace(ns) : null;

    /// <inheritdoc/>
    public string PrefixFor(YangModule module) => reader is IXmlNamespaceResolver scope && scope.LookupPrefix(module.Namespace) is { } prefix ? prefix : module.Prefix;

    /// <inheritdoc/>
    public string ExplicitPrefixFor(YangModule module) => PrefixFor(module) is { Length: > 0 } prefix ? prefix : module.Prefix;
}
