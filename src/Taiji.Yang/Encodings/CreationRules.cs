using Taiji.Yang.Data;

namespace Taiji.Yang.Encodings;

/// <summary>
/// An attribute of nodes in an edit that says whether the node may be created when it isn't there, and the nodes that it was found on. (RESTCONF's plain patch, for one, changes what is
/// there and creates nothing: RFC 8040 §4.6.)
/// </summary>
/// <param name="ns">The attribute's namespace; it is taken without one too.</param>
/// <param name="name">Its name; its values are those of a boolean.</param>
public sealed class CreationRules(string ns, string name)
{
    private readonly List<(DataPath Path, bool MayCreate)> _nodes = [];

    /// <summary>The attribute's name.</summary>
    public string Name => name;

    /// <summary>Whether top-level nodes without the attribute may be created; null when that isn't asked.</summary>
    public bool? Default { get; init; }

    /// <summary>The nodes, in the order of the text, and whether each may be created.</summary>
    public IReadOnlyList<(DataPath Path, bool MayCreate)> Nodes => _nodes;

    /// <summary>Whether an attribute is that one.</summary>
    internal bool Is(string attributeNamespace, string attributeName) => attributeName == name && (attributeNamespace.Length == 0 || attributeNamespace == ns);

    /// <summary>Notes a node.</summary>
    internal void Add(DataPath path, bool mayCreate) => _nodes.Add((path, mayCreate));
}
