using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Follows leafrefs and instance-identifiers to what they refer to (RFC 7950 §9.9, §9.13, §10.3.1).</summary>
/// <param name="tree">The tree.</param>
internal sealed class References(AccessibleTree tree)
{
    /// <summary>The nodes that a leafref or instance-identifier refers to; empty for other types.</summary>
    /// <param name="node">A node.</param>
    public List<XPathNode> Follow(in XPathNode node)
    {
        if (node.IsText || node.IsDummy || node.Schema is not TypedNode typed) return [];
        var value = node.Value;
        var type = typed.Type;
        while (type is UnionType union)
        {
            type = union.Members[value[0]];
            value = value[1..];
        }

        return type switch
        {
            LeafRefType leafRef => Targets(leafRef, node, value),
            InstanceIdentifierType when Find(InstanceIdentifierType.GetPath(value, tree.Data.Schema)) is { } found => [found],
            _ => [],
        };
    }

    /// <summary>Whether the target is looked up by its key or value, not searched.</summary>
    /// <param name="leafRef">The type.</param>
    public static bool IsLookedUp(LeafRefType leafRef) => TryKeyStep((PathTerm)leafRef.Path.Term, leafRef, out _);

    /// <summary>The instances of a leafref's target that have the value.</summary>
    /// <param name="leafRef">The type.</param>
    /// <param name="node">The leaf that has the type.</param>
    /// <param name="value">Its value as the target stores it.</param>
    public List<XPathNode> Targets(LeafRefType leafRef, in XPathNode node, ReadOnlySpan<byte> value)
    {
        var path = (PathTerm)leafRef.Path.Term;
        var module = node.Schema.Module;
        var evaluator = new TermEvaluator(tree, leafRef.Path.Prefixes, null, node, module);
        if (!tree.IsWithoutShortcuts && TryKeyStep(path, leafRef, out var shorter))
        {
            return LookUp(evaluator.Evaluate(shorter, new TermContext(node, 1, 1)).NodeList, leafRef.Target!, value);
        }

        var targets = evaluator.Evaluate(path, new TermContext(node, 1, 1)).NodeList;
        var found = new List<XPathNode>();
        foreach (var target in targets)
        {
            if (target.Value.SequenceEqual(value)) found.Add(target);
        }

        return found;
    }

    /// <summary>The node that an instance-identifier names, or null.</summary>
    /// <param name="path">The path.</param>
    public XPathNode? Find(InstancePath path)
    {
        var node = tree.Root;
        foreach (var step in path.Steps)
        {
            if (Find(node.Data, step) is not { } next) return null;
            node = next;
        }

        return node;
    }

    /// <summary>Whether the target is looked up by key or value once its parent (or its list's parent) is found; then the path to there.</summary>
    private static bool TryKeyStep(PathTerm path, LeafRefType leafRef, out PathTerm shorter)
    {
        shorter = path;
        var steps = path.Steps;
        if (leafRef.Target is LeafListNode { IsConfig: true, Defaults.Count: 0 } && steps.Count > 1)
        {
            shorter = new PathTerm(path.Position, path.Start, path.IsAbsolute, [.. steps.SkipLast(1)]);
            return true;
        }

        if (leafRef.Target is not LeafNode { IsKey: true, DataParent: ListNode { Keys.Count: 1 } } || steps.Count < 2) return false;
        if (steps[^2] is not { Axis: XPathAxis.Child, Predicates.Count: 0 }) return false;
        if (steps.Count == 2 && !path.IsAbsolute) return false;
        shorter = new PathTerm(path.Position, path.Start, path.IsAbsolute, [.. steps.SkipLast(2)]);
        return true;
    }

    private List<XPathNode> LookUp(List<XPathNode> parents, TypedNode target, ReadOnlySpan<byte> value)
    {
        var found = new List<XPathNode>();
        foreach (var parent in parents)
        {
            if (target is LeafListNode)
            {
                if (parent.Data.Entries(target).TryGet(value, out var own) && tree.Sees(own)) found.Add(new XPathNode(own));
            }
            else if (parent.Data.Entries(target.DataParent!).TryGet(value, out var entry) && tree.Sees(entry) && entry.TryGetChild(target, out var key))
            {
                found.Add(new XPathNode(key));
            }
        }

        return found;
    }

    private XPathNode? Find(DataNode parent, InstanceStep step)
    {
        if (step.Node is ListNode or LeafListNode)
        {
            var entries = parent.Entries(step.Node);
            if (step.Predicates is [{ Value: null } position])
            {
                return position.Position <= entries.Count && entries.At(position.Position - 1) is var there && tree.Sees(there) ? new XPathNode(there) : null;
            }

            var key = step.Node is ListNode list ? KeyCodec.Encode(list, [.. step.Predicates.Select(p => p.Value!)]) : step.Predicates[0].Value!;
            if (entries.TryGet(key, out var entry)) return tree.Sees(entry) ? new XPathNode(entry) : null;
            if (step.Node is ListNode || entries.Count > 0) return null;
        }

        var instances = new List<XPathNode>();
        tree.AddInstances(parent, step.Node, instances);
        foreach (var instance in instances)
        {
            if (step.Predicates.Count == 0 || instance.Value.SequenceEqual(step.Predicates[0].Value!)) return instance;
        }

        return null;
    }
}
