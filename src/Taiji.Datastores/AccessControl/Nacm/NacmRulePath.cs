using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>
/// A rule's path (RFC 8341 <c>node-instance-identifier</c>): an instance-identifier in which key predicates may be missing, which then stand for all entries.
/// </summary>
internal sealed class NacmRulePath
{
    private readonly SchemaNode? _node;
    private readonly List<(SchemaNode List, string Leaf, string Value)> _predicates = [];
    private readonly bool _isRoot;

    private NacmRulePath(SchemaNode? node, bool isRoot)
    {
        _node = node;
        _isRoot = isRoot;
    }

    /// <summary>Whether it depends on key values, so that the schema node alone can't decide.</summary>
    public bool HasPredicates => _predicates.Count > 0;

    /// <summary>Compiles; a path that no schema node answers to matches nothing.</summary>
    public static NacmRulePath Parse(YangSchema schema, string text)
    {
        if (text == "/") return new NacmRulePath(null, isRoot: true);
        InnerNode? parent = schema.Root;
        SchemaNode? node = null;
        YangModule? module = null;
        var predicates = new List<(SchemaNode, string, string)>();
        foreach (var step in InstancePathSteps.Split(text))
        {
            if (step.Module is not null) module = schema.FindModule(step.Module);
            node = module is null ? null : parent?.FindChild(module, step.Name);
            if (node is null) return new NacmRulePath(null, isRoot: false);
            foreach (var (name, value) in step.Predicates) predicates.Add((node, name, value));
            parent = node as InnerNode;
        }

        var path = new NacmRulePath(node, isRoot: false);
        path._predicates.AddRange(predicates);
        return path;
    }

    /// <summary>Whether the schema node is the path's or below it.</summary>
    public bool Covers(SchemaNode node)
    {
        if (_isRoot) return true;
        for (SchemaNode? n = node; n is not null && _node is not null; n = n.Parent)
        {
            if (n == _node) return true;
        }

        return false;
    }

    /// <summary>Whether the path can match a descendant of the schema node.</summary>
    public bool IsBelow(SchemaNode node)
    {
        for (SchemaNode? n = _node; n is not null; n = n.Parent)
        {
            if (n == node) return true;
        }

        return false;
    }

    /// <summary>Whether the key predicates hold for the instance; <see cref="Covers"/> must hold.</summary>
    public bool Matches(DataNode instance)
    {
        foreach (var (list, leaf, value) in _predicates)
        {
            var entry = instance;
            while (entry.Schema != list) entry = entry.Parent;
            if ((leaf == "." ? entry.ValueText : entry.ChildText(leaf)) != value) return false;
        }

        return true;
    }

    /// <summary>As <see cref="Matches(DataNode)"/>, for an instance that need not exist, or is state.</summary>
    public bool Matches(DataPath instance)
    {
        var steps = InstancePathSteps.Split(instance.ToString());
        if (steps.Count != instance.Steps.Length) return false;
        foreach (var (list, leaf, value) in _predicates)
        {
            var at = instance.Steps.Length - 1;
            while (instance.Steps[at].Node != list) at--;
            if (!steps[at].Predicates.Contains((leaf, value))) return false;
        }

        return true;
    }
}
