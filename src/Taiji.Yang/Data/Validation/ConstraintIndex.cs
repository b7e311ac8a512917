using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Data.Validation;

/// <summary>A node whose musts or whens read another one.</summary>
/// <param name="Owner">The node with the constraint.</param>
/// <param name="Anchor">Only owners below the same instance of this node can be affected (see <see cref="XPathRead"/>).</param>
/// <param name="IsWhen">Whether a when reads it: what it governs may have to go.</param>
/// <param name="Guard">When it is read in the one entry that has a key: where the key comes from.</param>
internal readonly record struct Dependent(SchemaNode Owner, SchemaNode Anchor, bool IsWhen, KeyGuard? Guard = null);

/// <summary>From schema nodes to the constraints that read them: compiled once for each schema, so that a change leads to what it can break.</summary>
internal sealed class ConstraintIndex
{
    private readonly YangSchema _schema;
    private readonly List<Dependent>?[] _readers;
    private readonly List<TypedNode>?[] _referrers;

    /// <summary>Makes the index.</summary>
    /// <param name="schema">The schema.</param>
    public ConstraintIndex(YangSchema schema)
    {
        _schema = schema;
        _readers = new List<Dependent>?[schema.Nodes.Count];
        _referrers = new List<TypedNode>?[schema.Nodes.Count];
        foreach (var node in schema.Nodes)
        {
            if (!node.IsConfig) continue;
            foreach (var must in node.Musts) Add(node, must.Expression, node, isWhen: false);
            foreach (var when in node.Whens) Add(node, when.Expression, when.ContextIsParent ? node.DataParent! : node, isWhen: true);
            if (node is TypedNode typed) AddReferences(typed);
        }
    }

    /// <summary>Dependents of every change: their expressions can't be told from the schema what they read.</summary>
    public List<Dependent> Unbounded { get; } = [];

    /// <summary>Nodes with an instance-identifier that requires its instance.</summary>
    public List<TypedNode> InstanceIdentifiers { get; } = [];

    /// <summary>What reads a node.</summary>
    /// <param name="node">The node.</param>
    public IReadOnlyList<Dependent> ReadersOf(SchemaNode node) => _readers[node.Ordinal] ?? (IReadOnlyList<Dependent>)[];

    /// <summary>The leafrefs to a leaf that require its instance.</summary>
    /// <param name="target">The leaf or leaf-list.</param>
    public IReadOnlyList<TypedNode> ReferrersTo(SchemaNode target) => _referrers[target.Ordinal] ?? (IReadOnlyList<TypedNode>)[];

    private void Add(SchemaNode owner, XPathExpression expression, SchemaNode context, bool isWhen)
    {
        var dependencies = XPathBinder.Bind(expression, _schema.Root, context, owner.Module);
        if (!dependencies.IsComplete) Unbounded.Add(new Dependent(owner, _schema.Root, isWhen));
        var pending = new Queue<XPathRead>(dependencies.Reads);
        var known = new HashSet<XPathRead>(dependencies.Reads);
        while (pending.TryDequeue(out var read))
        {
            var dependent = new Dependent(owner, read.Anchor, isWhen, read.Guard);
            var list = _readers[read.Node.Ordinal] ??= [];
            if (!list.Contains(dependent)) list.Add(dependent);
            // Whether a default is there at all hangs on the whens of its node and of the containers around it.
            foreach (var further in WhenReads(read))
            {
                if (known.Add(further)) pending.Enqueue(further);
            }
        }
    }

    private IEnumerable<XPathRead> WhenReads(XPathRead read)
    {
        foreach (var when in read.Node.Whens)
        {
            var context = when.ContextIsParent ? read.Node.DataParent! : read.Node;
            foreach (var inner in XPathBinder.Bind(when.Expression, _schema.Root, context, read.Node.Module).Reads)
            {
                yield return new XPathRead(inner.Node, Upper(inner.Anchor, read.Anchor));
            }
        }
    }

    private static SchemaNode Upper(SchemaNode a, SchemaNode b)
    {
        for (SchemaNode? n = b; n is not null; n = n.Parent)
        {
            if (n == a) return a;
        }

        return b;
    }

    private void AddReferences(TypedNode node)
    {
        foreach (var leafRef in TypeFactory.LeafRefsOf(node.Type))
        {
            if (!leafRef.RequireInstance || leafRef.Target is null) continue;
            (_referrers[leafRef.Target.Ordinal] ??= []).Add(node);
            // A change on the way to the target (a key in a predicate, a climb through the leaf's own surroundings) can break the reference too.
            foreach (var read in XPathBinder.Bind(leafRef.Path, _schema.Root, node, node.Module).Reads)
            {
                if (read.Node != leafRef.Target && read.Node is TypedNode) (_readers[read.Node.Ordinal] ??= []).Add(new Dependent(node, read.Anchor, IsWhen: false));
            }
        }

        if (ContainsInstanceIdentifier(node.Type)) InstanceIdentifiers.Add(node);
    }

    private static bool ContainsInstanceIdentifier(YangType type) =>
        type is InstanceIdentifierType { RequireInstance: true } || (type is UnionType union && union.Members.Any(ContainsInstanceIdentifier));
}
