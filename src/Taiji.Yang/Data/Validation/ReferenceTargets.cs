using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.Data.Validation;

/// <summary>
/// Finds leafref targets. A key or leaf-list value is looked up; other targets are put into a set of values when first asked for, one for each node that the path leads down from.
/// </summary>
/// <param name="tree">The tree.</param>
internal sealed class ReferenceTargets(AccessibleTree tree)
{
    private readonly References _references = new(tree);
    private readonly Dictionary<(XPathExpression Path, XPathNode Top), HashSet<byte[]>> _sets = [];

    /// <summary>Whether the target has an instance with the value.</summary>
    /// <param name="leafRef">The type.</param>
    /// <param name="node">The leaf that has it.</param>
    /// <param name="value">The value.</param>
    public bool Exist(LeafRefType leafRef, in XPathNode node, ReadOnlySpan<byte> value)
    {
        var path = (PathTerm)leafRef.Path.Term;
        if (tree.IsWithoutShortcuts || References.IsLookedUp(leafRef) || path.Start is not null || path.Steps.Any(s => s.Predicates.Count > 0)) return _references.Targets(leafRef, node, value).Count > 0;
        if (!TryTop(path, node, out var top)) return false;
        if (!_sets.TryGetValue((leafRef.Path, top), out var values))
        {
            values = new HashSet<byte[]>(Utf8KeyComparer.Instance);
            foreach (var target in new XPathEvaluator(tree).Evaluate(leafRef.Path, node, node.Schema.Module).Nodes) values.Add(target.Value.ToArray());
            _sets[(leafRef.Path, top)] = values;
        }

        return values.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(value);
    }

    /// <summary>The node that a path without predicates leads down from.</summary>
    private bool TryTop(PathTerm path, in XPathNode node, out XPathNode top)
    {
        top = path.IsAbsolute ? tree.Root : node;
        foreach (var step in path.Steps)
        {
            if (step.Axis != XPathAxis.Parent) break;
            if (!tree.TryGetParent(top, out var parent)) return false;
            top = parent;
        }

        return true;
    }
}
