using Taiji.Yang.Data;

namespace Taiji.Yang.Encodings;

/// <summary>Attributes of nodes in an edit that say which version a client knows of them (draft-ietf-netconf-transaction-id), and the nodes that they were found on.</summary>
/// <param name="ns">The attributes' namespace.</param>
/// <param name="names">Their names.</param>
public sealed class VersionRules(string ns, params IReadOnlyList<string> names)
{
    private readonly List<(DataPath Path, string Name, string Version)> _nodes = [];

    /// <summary>The nodes, the attribute that each had, and its value.</summary>
    public IReadOnlyList<(DataPath Path, string Name, string Version)> Nodes => _nodes;

    /// <summary>Whether an attribute is one of them.</summary>
    internal bool Is(string attributeNamespace, string attributeName) => attributeNamespace == ns && names.Contains(attributeName);

    /// <summary>Notes a node.</summary>
    internal void Add(DataPath path, string name, string version) => _nodes.Add((path, name, version));
}
