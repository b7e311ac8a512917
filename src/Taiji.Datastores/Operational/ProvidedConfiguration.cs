using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Configuration in use that a provider gave, with its origins.</summary>
internal sealed class ProvidedConfiguration
{
    private readonly DataTree _tree;
    private readonly Identity _origin;
    private readonly Dictionary<string, Identity> _marks = new(StringComparer.Ordinal);

    /// <summary>Keeps what a provider gave.</summary>
    /// <param name="tree">State and configuration.</param>
    /// <param name="context">Where it said the origins.</param>
    public ProvidedConfiguration(DataTree tree, StateContext context)
    {
        _tree = tree;
        _origin = context.Origin ?? OriginIdentities.Find(tree.Schema, "ietf-origin:system")!;
        foreach (var (path, origin) in context.Marks) _marks[path.ToString()] = origin;
    }

    /// <summary>The origin of a node, or null when it isn't among what was given.</summary>
    /// <param name="path">The node.</param>
    public Identity? OriginOf(DataPath path)
    {
        if (!_tree.TryFind(path, out _)) return null;
        if (_marks.Count == 0) return _origin;
        for (var at = path; !at.IsRoot; at = at.Parent)
        {
            if (_marks.TryGetValue(at.ToString(), out var marked)) return marked;
        }

        return _origin;
    }
}
