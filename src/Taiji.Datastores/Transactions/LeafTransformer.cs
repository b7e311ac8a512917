using Taiji.Datastores.Hosting;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Transactions;

/// <summary>Applies the <see cref="ILeafTransform"/>s to edits before they are applied, so that what is replayed later is what was kept.</summary>
internal sealed class LeafTransformer
{
    private readonly (SchemaNode[] Way, LeafNode Leaf, ILeafTransform Transform)[] _transforms;

    /// <summary>For the transforms of a host.</summary>
    /// <param name="transforms">By leaf; keys can't be transformed.</param>
    public LeafTransformer(IReadOnlyDictionary<LeafNode, ILeafTransform> transforms)
    {
        foreach (var leaf in transforms.Keys)
        {
            if (leaf.IsKey) throw new ArgumentException($"{leaf.SchemaPath} is a key: its value names an entry and can't be replaced.", nameof(transforms));
        }

        _transforms = [.. transforms.Select(t => (SchemaWay.To(t.Key.DataParent!), t.Key, t.Value))];
    }

    /// <summary>The edits with every value replaced that a transform wants replaced.</summary>
    /// <param name="edits">The edits.</param>
    public IReadOnlyList<Edit> Apply(IReadOnlyList<Edit> edits)
    {
        if (_transforms.Length == 0) return edits;
        Edit[]? changed = null;
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Payload is not { } payload) continue;
            var transformed = Apply(payload);
            if (ReferenceEquals(transformed, payload)) continue;
            changed ??= [.. edits];
            changed[i] = edits[i] with { Payload = transformed };
        }

        return changed ?? edits;
    }

    /// <summary>The tree with every value replaced that a transform wants replaced; the same one when there is none.</summary>
    /// <param name="tree">A tree.</param>
    public DataTree Apply(DataTree tree)
    {
        List<(DataPath Path, byte[] Value)>? values = null;
        foreach (var (way, leaf, transform) in _transforms)
        {
            foreach (var parent in SchemaWay.Instances(tree.Root, way))
            {
                if (parent.TryGetChild(leaf, out var node) && transform.Transform(leaf, node.Value) is { } value) (values ??= []).Add((node.Path, value));
            }
        }

        if (values is null) return tree;
        var editor = tree.Edit();
        foreach (var (path, value) in values) editor.SetValue(path, value);
        return editor.Seal();
    }
}
