using System.Xml;
using Taiji.Datastores;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer.TransactionIds;

/// <summary>
/// The versions that a request for data knows: of the whole, and of elements of its subtree filter. What they are still true of isn't sent again; of all else below them the versions are
/// told.
/// </summary>
internal sealed class KnownVersions
{
    private string? _whole;
    private IReadOnlyList<SubtreeFilterNode> _elements = [];

    /// <summary>Etag or last-modified; null when the request knows no versions.</summary>
    public string? Mechanism { get; private set; }

    /// <summary>Takes what the operation's or the filter's own element says.</summary>
    /// <param name="xml">On the element.</param>
    public void Take(XmlReader xml)
    {
        if (TransactionId.Find(xml) is not var (mechanism, version)) return;
        Use(mechanism, xml.LocalName);
        _whole = version;
    }

    /// <summary>Takes what the elements of a subtree filter say.</summary>
    /// <param name="elements">The filter.</param>
    public void Take(IReadOnlyList<SubtreeFilterNode> elements)
    {
        Walk(elements);
        _elements = elements;
    }

    /// <summary>What is written of the datastore itself; null for nothing.</summary>
    /// <param name="versions">The datastore's versions.</param>
    /// <param name="schema">The schema.</param>
    public NodeVersion? OfWhole(ServerVersions versions, YangSchema schema) => _whole is null ? null : Compare(_whole, versions.Of(new DataPath(schema)));

    /// <summary>What is written of the nodes.</summary>
    /// <param name="versions">The datastore's versions.</param>
    public VersionAnnotation ToAnnotation(ServerVersions versions) => new($"{TransactionId.Prefix}:{Mechanism}", node => Of(node, versions));

    private static NodeVersion? Compare(string known, string version) => known == version ? new NodeVersion(TransactionId.Match, true) : new NodeVersion(version, false);

    private NodeVersion? Of(DataNode node, ServerVersions versions)
    {
        if (!node.Schema.IsConfig || node.IsDefault || Find(node) is not var (known, isOwn)) return null;
        if (node.Schema is ContainerNode or ListNode) return Compare(known, versions.Of(node.Path));
        // Other nodes go by the version of what they are in; that was asked about already unless it is for them alone.
        return isOwn && known == versions.Of(node.Parent.Path) ? new NodeVersion(TransactionId.Match, true) : null;
    }

    /// <summary>The version that is known of a node, or of the nearest node above it; and whether it is its own.</summary>
    private (string Version, bool IsOwn)? Find(DataNode node)
    {
        var version = _whole;
        var isOwn = false;
        if (_elements.Count > 0)
        {
            var line = new List<DataNode>();
            for (var at = node; !at.IsRoot; at = at.Parent) line.Add(at);
            var elements = _elements;
            for (var i = line.Count - 1; i >= 0 && elements.Count > 0; i--)
            {
                var matching = elements.Where(e => IsOf(e, line[i])).ToList();
                var mark = matching.SelectMany(e => e.Marks).FirstOrDefault(m => m.Name == Mechanism);
                version = mark?.Value ?? version;
                isOwn = i == 0 && mark is not null;
                elements = [.. matching.SelectMany(e => e.Children)];
            }
        }

        return version is null ? null : (version, isOwn);
    }

    private static bool IsOf(SubtreeFilterNode element, DataNode node) =>
        element.Name == node.Schema.Name && (element.Module is null || element.Module == node.Schema.Module)
        && element.Children.All(c => c.Content is null || (node.Schema is InnerNode && node.ChildText(c.Name) == c.Content));

    private void Walk(IReadOnlyList<SubtreeFilterNode> elements)
    {
        foreach (var element in elements)
        {
            foreach (var mark in element.Marks)
            {
                if (mark.Name is not (TransactionId.Etag or TransactionId.LastModified))
                    throw ProtocolErrors.UnknownAttribute(element.Name, mark.Name, $"<{element.Name}> has no attribute {mark.Name} in the namespace \"{mark.Namespace}\".");
                Use(mark.Name, element.Name);
            }

            Walk(element.Children);
        }
    }

    private void Use(string mechanism, string element)
    {
        if (Mechanism is not null && Mechanism != mechanism) throw TransactionId.Mixed(element);
        Mechanism = mechanism;
    }
}
