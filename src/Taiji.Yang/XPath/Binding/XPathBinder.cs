using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Binding;

/// <summary>Finds what an expression reads, by following its paths through the schema instead of data.</summary>
public sealed class XPathBinder
{
    private readonly SchemaRoot _root;
    private readonly SchemaNode _context;
    private readonly YangModule _unprefixed;
    private readonly HashSet<XPathRead> _reads = [];
    private readonly List<XPathSyntaxError> _dead = [];
    private bool _isComplete = true;

    private XPathBinder(SchemaRoot root, SchemaNode context, YangModule unprefixed)
    {
        _root = root;
        _context = context;
        _unprefixed = unprefixed;
    }

    /// <summary>Binds an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="root">The schema's root.</param>
    /// <param name="context">The schema node of its context node.</param>
    /// <param name="unprefixed">The module of unprefixed names (RFC 7950 §6.4.1).</param>
    public static XPathDependencies Bind(XPathExpression expression, SchemaRoot root, SchemaNode context, YangModule unprefixed)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var binder = new XPathBinder(root, context, unprefixed);
        binder.Read(expression.Term, [new XPathRead(context, context)], isValueUsed: expression.Type != XPathType.NodeSet);
        return new XPathDependencies([.. binder._reads], binder._isComplete, binder._dead);
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
            case CallTerm call:
                return ReadCall(call, from);
            default:
                foreach (var part in term.Parts) Read(part, from, isValueUsed: true);
                return [];
        }
    }

    private HashSet<XPathRead> ReadCall(CallTerm call, HashSet<XPathRead> from)
    {
        switch (call.Function.Kind)
        {
            case XPathFunctionKind.Current:
                return Noted([new XPathRead(_context, _context)], isValueUsed: false);
            case XPathFunctionKind.Deref:
                return Noted(Deref(Read(call.Arguments[0], from, isValueUsed: true)), false);
            case XPathFunctionKind.Count or XPathFunctionKind.Not or XPathFunctionKind.Boolean
                or XPathFunctionKind.Name or XPathFunctionKind.LocalName or XPathFunctionKind.NamespaceUri:
                foreach (var argument in call.Arguments) Read(argument, from, isValueUsed: false);
                return [];
            case XPathFunctionKind.String or XPathFunctionKind.Number or XPathFunctionKind.StringLength or XPathFunctionKind.NormalizeSpace when call.Arguments.Count == 0:
                Noted(from, isValueUsed: true);
                return [];
            default:
                foreach (var argument in call.Arguments) Read(argument, from, isValueUsed: true);
                return [];
        }
    }

    private HashSet<XPathRead> ReadPath(PathTerm path, HashSet<XPathRead> from)
    {
        HashSet<XPathRead> nodes = path.Start is not null ? Read(path.Start, from, isValueUsed: false)
            : path.IsAbsolute ? [new XPathRead(_root, _root)] : from;
        foreach (var step in path.Steps)
        {
            var next = new HashSet<XPathRead>();
            foreach (var node in nodes) SchemaSteps.Add(step, node, _unprefixed, _context, next);
            if (step.Axis is XPathAxis.Following or XPathAxis.Preceding) _isComplete = false;
            if (next.Count == 0 && nodes.Count > 0 && step.Axis != XPathAxis.Attribute && _isComplete)
            {
                _dead.Add(new XPathSyntaxError(step.Position, $"No '{step.Test.Name}' can be found here ({string.Join(", ", nodes.Take(3).Select(n => n.Node.SchemaPath))})."));
            }

            nodes = step.Equalities.Items.Count == 0 ? next : [.. next.Select(n => n with { Guard = n.Guard ?? GuardOf(step, n.Node) })];
            foreach (var node in nodes) Note(node);
            foreach (var predicate in step.Predicates) Read(predicate, nodes, predicate.Type != XPathType.NodeSet);
        }

        return nodes;
    }

    /// <summary>Whether the step's predicates look an entry up by a key that a leaf near the context node has.</summary>
    private KeyGuard? GuardOf(XPathStep step, SchemaNode node)
    {
        if (node is not ListNode { Keys: [var key] } list) return null;
        var equality = step.Equalities.Items.FirstOrDefault(e => e.Key is { } test && test.Name == key.Name && (test.Module ?? _unprefixed) == key.Module);
        if (equality?.Value is not (CallTerm { Function.Kind: XPathFunctionKind.Current } or PathTerm { Start: CallTerm { Function.Kind: XPathFunctionKind.Current } })) return null;
        var values = Read(equality.Value, [], isValueUsed: true);
        if (values.Count != 1 || values.First() is not { Node: TypedNode { Defaults.Count: 0 } leaf, Guard: null } value) return null;
        if (!HaveSameForm(leaf.Type, key.Type)) return null;
        for (SchemaNode? n = leaf; n != value.Anchor; n = n.DataParent)
        {
            if (n is null or ListNode or LeafListNode) return null;
        }

        return new KeyGuard(list, leaf, value.Anchor);
    }

    private static bool HaveSameForm(YangType value, YangType key)
    {
        if (value is LeafRefType first) value = first.TargetType;
        if (key is LeafRefType second) key = second.TargetType;
        return value.BuiltIn == key.BuiltIn && value is StringType or IntegerType or BooleanType;
    }

    private HashSet<XPathRead> Deref(HashSet<XPathRead> leaves)
    {
        var targets = new HashSet<XPathRead>();
        foreach (var leaf in leaves)
        {
            if (leaf.Node is not TypedNode typed) continue;
            foreach (var leafRef in TypeFactory.LeafRefsOf(typed.Type))
            {
                var module = leaf.Node.Module;
                var binder = new XPathBinder(_root, leaf.Node, module);
                foreach (var target in binder.ReadPath((PathTerm)leafRef.Path.Term, [leaf])) targets.Add(target);
                foreach (var read in binder._reads) _reads.Add(read);
                _isComplete &= binder._isComplete;
            }

            if (HasInstanceIdentifier(typed.Type)) _isComplete = false;
        }

        return targets;
    }

    private static bool HasInstanceIdentifier(YangType type) => type is InstanceIdentifierType || (type is UnionType union && union.Members.Any(HasInstanceIdentifier));

    /// <summary>Notes nodes as read; all below them too when their string value is used.</summary>
    private HashSet<XPathRead> Noted(HashSet<XPathRead> nodes, bool isValueUsed)
    {
        foreach (var node in nodes)
        {
            Note(node);
            if (!isValueUsed || node.Node is not InnerNode inner) continue;
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
