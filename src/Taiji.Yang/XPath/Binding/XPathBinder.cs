using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Binding;

/// <summary>Finds what an expression reads, by following its paths through the schema instead of data.</summary>
public sealed class XPathBinder
{
    private readonly SchemaRoot _root;
    private readonly SchemaNode _context;
    private readonly YangModule? _unprefixed;
    private readonly HashSet<XPathRead> _reads = [];
    private readonly List<XPathSyntaxError> _dead = [];
    private readonly BindingBudget? _budget;
    private readonly XPathDoubts? _doubts;
    private bool _isComplete = true;

    private XPathBinder(SchemaRoot root, SchemaNode context, YangModule? unprefixed, BindingBudget? budget = null, XPathDoubts? doubts = null)
    {
        _budget = budget;
        _doubts = doubts;
        _root = root;
        _context = context;
        _unprefixed = unprefixed;
    }

    /// <summary>Binds an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="root">The schema's root.</param>
    /// <param name="context">The schema node of its context node.</param>
    /// <param name="unprefixed">The module of unprefixed names (RFC 7950 §6.4.1).</param>
    public static XPathDependencies Bind(XPathExpression expression, SchemaRoot root, SchemaNode context, YangModule unprefixed) => Bind(expression, root, context, unprefixed, null);

    /// <summary>Binds an expression that selects nodes of a datastore from its root: what it selects is told apart from what it only looks at.</summary>
    /// <param name="expression">The expression; its context node is the root, and names without a prefix are of any module.</param>
    /// <param name="root">The schema's root.</param>
    public static XPathDependencies BindSelection(XPathExpression expression, SchemaRoot root)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var binder = new XPathBinder(root, root, null);
        var selected = binder.Read(expression.LookUpTerm, [new XPathRead(root, root)], isValueUsed: expression.Type != XPathType.NodeSet);
        return new XPathDependencies([.. binder._reads], binder._isComplete, binder._dead) { Selected = [.. selected] };
    }

    /// <summary>Binds one of many expressions, whose reading of whole subtrees is bounded together, and collects what is doubtful in it.</summary>
    internal static XPathDependencies Bind(XPathExpression expression, SchemaRoot root, SchemaNode context, YangModule unprefixed, BindingBudget? budget, XPathDoubts? doubts = null)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var binder = new XPathBinder(root, context, unprefixed, budget, doubts);
        binder.Read(expression.Term, [new XPathRead(context, context)], isValueUsed: expression.Type != XPathType.NodeSet);
        return new XPathDependencies([.. binder._reads], binder._isComplete, binder._dead);
    }

    /// <summary>Binds an expression as it is evaluated, so that what is looked up is known as such.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="root">The schema's root.</param>
    /// <param name="context">The schema node of its context node.</param>
    /// <param name="unprefixed">The module of unprefixed names.</param>
    /// <param name="budget">Bounds the reading of whole subtrees; beyond it what is read isn't complete.</param>
    internal static XPathDependencies BindLookUps(XPathExpression expression, SchemaRoot root, SchemaNode context, YangModule unprefixed, BindingBudget budget)
    {
        var binder = new XPathBinder(root, context, unprefixed, budget);
        binder.Read(expression.LookUpTerm, [new XPathRead(context, context)], isValueUsed: expression.Type != XPathType.NodeSet);
        return new XPathDependencies([.. binder._reads], binder._isComplete, []);
    }

    /// <summary>Binds the leafrefs of a leaf or leaf-list: what decides whether the targets of a value are there.</summary>
    /// <param name="leafRef">The leafref; of the node's type or a member of it.</param>
    /// <param name="root">The schema's root.</param>
    /// <param name="node">The leaf or leaf-list.</param>
    internal static XPathDependencies Bind(LeafRefType leafRef, SchemaRoot root, TypedNode node)
    {
        var binder = new XPathBinder(root, node, node.Module);
        var targets = new HashSet<XPathRead>();
        binder.Follow(leafRef, new XPathRead(node, node), targets);
        binder._reads.UnionWith(targets);
        return new XPathDependencies([.. binder._reads], binder._isComplete, []);
    }

    /// <summary>Follows a term; the result is where its nodes may be, each with the anchor of the way to there.</summary>
    private HashSet<XPathRead> Read(XPathTerm term, HashSet<XPathRead> from, bool isValueUsed)
    {
        switch (term)
        {
            case PathTerm path:
                return Noted(ReadPath(path, from), isValueUsed);
            case FilterTerm filter:
                var nodes = Read(filter.Inner, from, isValueUsed);
                foreach (var predicate in filter.Predicates) Read(predicate, nodes, predicate.Type != XPathType.NodeSet);
                return nodes;
            case BinaryTerm { Operator: XPathOperator.Union } union:
                return [.. Read(union.Left, from, isValueUsed), .. Read(union.Right, from, isValueUsed)];
            case BinaryTerm { Operator: XPathOperator.And or XPathOperator.Or } logic:
                Read(logic.Left, from, isValueUsed: false);
                Read(logic.Right, from, isValueUsed: false);
                return [];
            case BinaryTerm { Operator: XPathOperator.Equal or XPathOperator.NotEqual } equality:
                ReadEquality(equality, from);
                return [];
            case CallTerm call:
                return ReadCall(call, from);
            default:
                foreach (var part in term.Parts) Read(part, from, isValueUsed: true);
                return [];
        }
    }

    private void ReadEquality(BinaryTerm term, HashSet<XPathRead> from)
    {
        var left = Read(term.Left, from, isValueUsed: true);
        var right = Read(term.Right, from, isValueUsed: true);
        if (!_isComplete) return;
        if (term.Right is LiteralTerm text) _doubts?.LookAt(term, left, text);
        else if (term.Left is LiteralTerm other) _doubts?.LookAt(term, right, other);
    }

    private HashSet<XPathRead> ReadCall(CallTerm call, HashSet<XPathRead> from)
    {
        switch (call.Function.Kind)
        {
            case XPathFunctionKind.Current:
                return Noted([new XPathRead(_context, _context)], isValueUsed: false);
            case XPathFunctionKind.Deref:
                var references = Read(call.Arguments[0], from, isValueUsed: true);
                if (_isComplete) _doubts?.LookAt(call, references);
                return Noted(Deref(references), false);
            case XPathFunctionKind.Count or XPathFunctionKind.Not or XPathFunctionKind.Boolean
                or XPathFunctionKind.Name or XPathFunctionKind.LocalName or XPathFunctionKind.NamespaceUri:
                foreach (var argument in call.Arguments) Read(argument, from, isValueUsed: false);
                return [];
            case XPathFunctionKind.String or XPathFunctionKind.Number or XPathFunctionKind.StringLength or XPathFunctionKind.NormalizeSpace when call.Arguments.Count == 0:
                Noted(from, isValueUsed: true);
                return [];
            default:
                for (var i = 0; i < call.Arguments.Count; i++)
                {
                    var nodes = Read(call.Arguments[i], from, isValueUsed: true);
                    if (i == 0 && _isComplete && call.Function.Kind > XPathFunctionKind.Current) _doubts?.LookAt(call, nodes);
                }

                return [];
        }
    }

    private HashSet<XPathRead> ReadPath(PathTerm path, HashSet<XPathRead> from)
    {
        HashSet<XPathRead> nodes = path.Start is not null ? Read(path.Start, from, isValueUsed: false)
            : path.IsAbsolute ? [new XPathRead(_root, _root)] : from;
        for (var i = 0; i < path.Steps.Count; i++)
        {
            var step = path.Steps[i];
            if (step.Axis is XPathAxis.Descendant or XPathAxis.DescendantOrSelf && !MayDescend(nodes)) return [];
            var next = new HashSet<XPathRead>();
            foreach (var node in nodes) SchemaSteps.Add(step, node, _unprefixed, _context, next);
            if (step.Axis is XPathAxis.Following or XPathAxis.Preceding) _isComplete = false;
            if (next.Count == 0 && nodes.Count > 0 && step.Axis != XPathAxis.Attribute && _isComplete)
            {
                _dead.Add(new XPathSyntaxError(step.Position, SchemaSteps.NothingFound(step, nodes, _context)));
            }

            nodes = step.Equalities.Items.Count == 0 ? next : [.. next.Select(n => Guarded(step, n))];
            // What a path only passes on its way down is there when what it comes to is.
            var isPassed = step.Predicates.Count == 0 && i + 1 < path.Steps.Count && path.Steps[i + 1].Axis is XPathAxis.Child or XPathAxis.Descendant;
            foreach (var node in nodes) Note(node with { IsPassed = isPassed });
            foreach (var predicate in step.Predicates) Read(predicate, nodes, predicate.Type != XPathType.NodeSet);
        }

        return nodes;
    }

    private XPathRead Guarded(XPathStep step, XPathRead node)
    {
        var guard = node.Guard;
        foreach (var equality in step.Equalities.Items) guard = EntryGuards.Add(guard, node.Node, equality, _unprefixed, value => Read(value, [], isValueUsed: true));
        return node with { Guard = guard };
    }

    private HashSet<XPathRead> Deref(HashSet<XPathRead> leaves)
    {
        var targets = new HashSet<XPathRead>();
        foreach (var leaf in leaves)
        {
            if (leaf.Node is not TypedNode typed) continue;
            foreach (var leafRef in TypeFactory.LeafRefsOf(typed.Type)) Follow(leafRef, leaf, targets);
            if (HasInstanceIdentifier(typed.Type)) _isComplete = false;
        }

        return targets;
    }

    /// <summary>Follows a leafref's path from the leaf: to the targets that have its value.</summary>
    private void Follow(LeafRefType leafRef, XPathRead leaf, HashSet<XPathRead> targets)
    {
        var binder = new XPathBinder(_root, leaf.Node, leaf.Node.Module, _budget);
        var found = binder.ReadPath((PathTerm)leafRef.Path.Term, [new XPathRead(leaf.Node, leaf.Node)]);
        // What is near the leaf is near this context node too, when it has one such leaf only.
        var isOnlyOne = leaf.Guard is null && EntryGuards.IsOnlyOne(leaf);
        foreach (var target in found)
        {
            if (target.Node is not TypedNode typed) continue;
            var own = isOnlyOne ? EntryGuards.Add(target.Guard, EntryGuards.UnitOf(typed, typed), typed, leaf) : null;
            targets.Add(new XPathRead(target.Node, Upper(target.Anchor, leaf.Anchor), own));
        }

        foreach (var read in binder._reads)
        {
            _reads.Add(read with { Anchor = Upper(read.Anchor, leaf.Anchor), Guard = isOnlyOne ? read.Guard : null, IsPassed = read.IsPassed || found.Contains(read) });
        }

        _isComplete &= binder._isComplete;
    }

    /// <summary>The upper of two nodes that lie on one way to the root.</summary>
    internal static SchemaNode Upper(SchemaNode a, SchemaNode b)
    {
        for (SchemaNode? n = b; n is not null; n = n.Parent)
        {
            if (n == a) return a;
        }

        return b;
    }

    private static bool HasInstanceIdentifier(YangType type) => type is InstanceIdentifierType || (type is UnionType union && union.Members.Any(HasInstanceIdentifier));

    /// <summary>Whether subtrees may still be gone through; if not, the rest of the path stays unknown.</summary>
    private bool MayDescend(HashSet<XPathRead> from)
    {
        foreach (var node in from)
        {
            if (_budget?.TrySpend(node.Node) != false) continue;
            _isComplete = false;
            return false;
        }

        return true;
    }

    /// <summary>Notes nodes as read; all below them too when their string value is used.</summary>
    private HashSet<XPathRead> Noted(HashSet<XPathRead> nodes, bool isValueUsed)
    {
        foreach (var node in nodes)
        {
            Note(node);
            if (!isValueUsed || node.Node is not InnerNode inner || !MayDescend([node])) continue;
            foreach (var below in SchemaSteps.Descendants(inner)) Note(node with { Node = below });
        }

        return nodes;
    }

    private void Note(XPathRead read)
    {
        if (read.Node is SchemaRoot) return;
        _reads.Add(read);
    }
}
