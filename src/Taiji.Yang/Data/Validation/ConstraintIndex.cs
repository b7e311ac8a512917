using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Data.Validation;

/// <summary>From schema nodes to the constraints that read them: compiled once for each schema, so that a change leads to what it can break.</summary>
internal sealed class ConstraintIndex
{
    private readonly YangSchema _schema;
    private readonly List<Dependent>?[] _readers;
    private readonly List<Dependent>?[] _passers;
    private readonly HashSet<(XPathRead Read, SchemaNode Owner, DependentKind Kind, MustConstraint? Must)> _known = [];

    private readonly Dictionary<(EntryGuard Guard, SchemaNode Anchor), GuardPlan> _plans = [];
    private readonly HashSet<Dependent> _unbounded = [];
    private readonly BindingBudget _budget = new();

    /// <summary>Makes the index.</summary>
    /// <param name="schema">The schema.</param>
    public ConstraintIndex(YangSchema schema)
    {
        _schema = schema;
        _readers = new List<Dependent>?[schema.Nodes.Count];
        _passers = new List<Dependent>?[schema.Nodes.Count];
        foreach (var node in schema.Nodes)
        {
            if (!node.IsConfig) continue;
            foreach (var must in node.Musts) Add(new Dependent(node, node, DependentKind.Must, must), Bind(must.Expression, node, node));
            foreach (var when in node.Whens) Add(new Dependent(node, node, DependentKind.When), Bind(when.Expression, ContextOf(node, when), node));
            if (node is TypedNode typed) AddReferences(typed);
            if (node is ListNode list) AddUniques(list);
        }

        if (InstanceIdentifiers.Count > 0) AddTargets();
        _known.Clear();
        _plans.Clear();
        _unbounded.Clear();
    }

    /// <summary>Dependents of every change: their expressions can't be told from the schema what they read.</summary>
    public List<Dependent> Unbounded { get; } = [];

    /// <summary>Leaves with an instance-identifier that requires its instance, found by the nodes on the way to it.</summary>
    public List<(TypedNode Leaf, IndexDefinition Index)> InstanceIdentifiers { get; } = [];

    /// <summary>What reads a node.</summary>
    /// <param name="node">The node.</param>
    public IReadOnlyList<Dependent> ReadersOf(SchemaNode node) => _readers[node.Ordinal] ?? (IReadOnlyList<Dependent>)[];

    /// <summary>What passes a user-ordered list on its way down: the order of its entries decides which node comes first.</summary>
    /// <param name="node">The list.</param>
    public IReadOnlyList<Dependent> PassersOf(SchemaNode node) => _passers[node.Ordinal] ?? (IReadOnlyList<Dependent>)[];

    private XPathDependencies Bind(XPathExpression expression, SchemaNode context, SchemaNode owner) => XPathBinder.BindLookUps(expression, _schema.Root, context, owner.Module, _budget);

    private static SchemaNode ContextOf(SchemaNode node, WhenConstraint when) => when.ContextIsParent ? node.DataParent! : node;

    private void Add(Dependent dependent, XPathDependencies dependencies)
    {
        if (!dependencies.IsComplete) AddUnbounded(dependent);
        AddReads(dependent, dependencies.Reads);
    }

    private void AddUnbounded(Dependent dependent)
    {
        dependent = dependent with { Anchor = _schema.Root };
        if (_unbounded.Add(dependent)) Unbounded.Add(dependent);
    }

    private void AddReads(Dependent dependent, IEnumerable<XPathRead> reads)
    {
        var pending = new Queue<XPathRead>(reads);
        var known = new HashSet<XPathRead>(pending);
        while (pending.TryDequeue(out var read))
        {
            if (!read.IsPassed) Add(dependent, read, _readers);
            else if (read.Node is ListNode { IsUserOrdered: true } && dependent.Kind != DependentKind.Reference) Add(dependent, read, _passers);
            foreach (var further in WhenReads(dependent, read))
            {
                if (known.Add(further)) pending.Enqueue(further);
            }
        }
    }

    private void Add(Dependent dependent, XPathRead read, List<Dependent>?[] table)
    {
        if (!_known.Add((read, dependent.Owner, dependent.Kind, dependent.Must))) return;
        GuardPlan? plan = null;
        if (read.Guard is { } guard && !_plans.TryGetValue((guard, read.Anchor), out plan)) _plans[(guard, read.Anchor)] = plan = GuardPlan.Of(guard, read.Anchor);
        (table[read.Node.Ordinal] ??= []).Add(dependent with { Anchor = read.Anchor, Guard = plan });
    }

    /// <summary>What is there without being stored, a default or an empty container, hangs on its whens.</summary>
    private IEnumerable<XPathRead> WhenReads(Dependent dependent, XPathRead read)
    {
        if (read.Node is not (TypedNode { Defaults.Count: > 0 } or ContainerNode { IsPresence: false })) yield break;
        foreach (var when in read.Node.Whens)
        {
            var dependencies = Bind(when.Expression, ContextOf(read.Node, when), read.Node);
            if (!dependencies.IsComplete) AddUnbounded(dependent);
            foreach (var inner in dependencies.Reads)
            {
                // What the when looks up near a node that each owner has one of, it looks up near the owner; and as long as it looks no further than the guarded entry, only that
                // entry's when matters.
                var guard = read.Guard is null && EntryGuards.IsOnlyOne(read) ? inner.Guard : EntryGuards.KeepIn(EntryGuards.KeepIn(read.Guard, inner.Anchor), inner.Node);
                yield return new XPathRead(inner.Node, XPathBinder.Upper(inner.Anchor, read.Anchor), guard, inner.IsPassed);
            }
        }
    }

    private void AddReferences(TypedNode node)
    {
        foreach (var leafRef in TypeFactory.LeafRefsOf(node.Type))
        {
            if (!leafRef.RequireInstance || leafRef.Target is null) continue;
            // A change on the way to the target (a key in a predicate, a climb through the leaf's own surroundings) can break the reference too.
            AddReads(new Dependent(node, node, DependentKind.Reference), XPathBinder.Bind(leafRef, _schema.Root, node).Reads.Where(r => r.IsPassed || r.Node is TypedNode));
        }

        if (!ContainsInstanceIdentifier(node.Type)) return;
        InstanceIdentifiers.Add((node, new IndexDefinition(EntryNesting.UnitOf(node), [node], scopeDepth: 0, isOfPaths: true)));
    }

    private void AddUniques(ListNode list)
    {
        foreach (var leaf in list.Uniques.SelectMany(u => u.Leaves))
        {
            var dependent = new Dependent(list, list, DependentKind.Unique);
            for (SchemaNode n = leaf; n != list; n = n.DataParent!) AddReads(dependent, WhenReads(dependent, new XPathRead(n, list)));
        }
    }

    private void AddTargets()
    {
        foreach (var node in _schema.Nodes)
        {
            if (!node.IsConfig) continue;
            var dependent = new Dependent(node, node, DependentKind.Target);
            AddReads(dependent, WhenReads(dependent, new XPathRead(node, node)));
        }
    }

    private static bool ContainsInstanceIdentifier(YangType type) =>
        type is InstanceIdentifierType { RequireInstance: true } || (type is UnionType union && union.Members.Any(ContainsInstanceIdentifier));
}
