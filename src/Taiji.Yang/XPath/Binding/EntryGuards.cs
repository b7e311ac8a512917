using System.Globalization;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Binding;

/// <summary>Makes <see cref="EntryGuard"/>s of equalities.</summary>
internal static class EntryGuards
{
    /// <summary>A guard with one more equality; the same when the equality can't be one.</summary>
    /// <param name="guard">The guard so far.</param>
    /// <param name="node">The node that the predicate is tried on.</param>
    /// <param name="equality">The equality.</param>
    /// <param name="unprefixed">The module of unprefixed names.</param>
    /// <param name="read">What the other side reads.</param>
    public static EntryGuard? Add(EntryGuard? guard, SchemaNode node, KeyEquality equality, YangModule? unprefixed, Func<XPathTerm, HashSet<XPathRead>> read)
    {
        if (TargetOf(node, equality, unprefixed) is not { } target) return guard;
        switch (equality.Value)
        {
            case LiteralTerm literal when ComparableText.KindOf(target.Type) == TextKind.Plain:
                return new EntryGuard(UnitOf(target, node), target, null, literal.Value, guard);
            case NumberTerm number when IsInteger(target.Type) && number.Value == Math.Floor(number.Value) && number.Value < 1e15:
                return new EntryGuard(UnitOf(target, node), target, null, ((long)number.Value).ToString(CultureInfo.InvariantCulture), guard);
            case CallTerm { Function.Kind: XPathFunctionKind.Current } or PathTerm { Start: null, IsAbsolute: true } or PathTerm { Start: CallTerm { Function.Kind: XPathFunctionKind.Current } }:
                var sources = read(equality.Value);
                return sources.Count == 1 ? Add(guard, UnitOf(target, node), target, sources.First()) : guard;
            default:
                return guard;
        }
    }

    /// <summary>A guard with one more equality of a target with the value of a leaf near the context node.</summary>
    /// <param name="guard">The guard so far.</param>
    /// <param name="unit">The target's unit.</param>
    /// <param name="target">The target.</param>
    /// <param name="source">The leaf.</param>
    public static EntryGuard? Add(EntryGuard? guard, SchemaNode unit, TypedNode target, in XPathRead source)
    {
        if (source is not { Node: TypedNode leaf, Guard: null } || !IsOnlyOne(source) || leaf is LeafListNode { Defaults.Count: > 0 }) return guard;
        var kind = ComparableText.KindOf(target.Type);
        return kind == TextKind.None || kind != ComparableText.KindOf(leaf.Type) ? guard : new EntryGuard(unit, target, leaf, null, guard);
    }

    /// <summary>Whether each context node has at most one such node: there is no list between it and what both lie in.</summary>
    /// <param name="read">The node.</param>
    public static bool IsOnlyOne(in XPathRead read)
    {
        for (SchemaNode? n = read.Node; n != read.Anchor; n = SchemaSteps.Parent(n))
        {
            if (n is null or ListNode or LeafListNode or OperationDataNode or NotificationNode) return false;
        }

        return true;
    }

    /// <summary>What is left of a guard at another node: an equality holds as long as the path stays in the same instance of the unit.</summary>
    /// <param name="guard">The guard.</param>
    /// <param name="node">Where the path is.</param>
    public static EntryGuard? KeepIn(EntryGuard? guard, SchemaNode node)
    {
        if (guard is null) return null;
        var rest = KeepIn(guard.And, node);
        for (SchemaNode? n = node; n is not null; n = n.Parent)
        {
            if (n == guard.Unit) return ReferenceEquals(rest, guard.And) ? guard : guard with { And = rest };
        }

        return rest;
    }

    /// <summary>The unit that a target is looked for in: an entry of a leaf-list is one of its own, unless it may be a default.</summary>
    /// <param name="target">The target.</param>
    /// <param name="node">The node that has it.</param>
    public static SchemaNode UnitOf(TypedNode target, SchemaNode node) =>
        EntryNesting.UnitOf(target is LeafListNode && (target != node || target.Defaults.Count > 0) ? target.DataParent! : target);

    private static bool IsInteger(YangType type) => type is IntegerType or LeafRefType { TargetType: IntegerType };

    private static TypedNode? TargetOf(SchemaNode node, KeyEquality equality, YangModule? unprefixed)
    {
        var at = node;
        foreach (var test in equality.Way)
        {
            if (at is not (ListNode or ContainerNode) || (at is ListNode && at != node)) return null;
            if (ChildOf((InnerNode)at, test, unprefixed) is not { IsDataNode: true } child) return null;
            at = child;
        }

        return at as TypedNode;
    }

    /// <summary>The child of that name; where a name without prefix may be of any module, only if there is no other of that name.</summary>
    private static SchemaNode? ChildOf(InnerNode parent, XPathTest test, YangModule? unprefixed)
    {
        if ((test.Module ?? unprefixed) is { } module) return parent.FindChild(module, test.Name);
        SchemaNode? only = null;
        foreach (var child in parent.DataChildren)
        {
            if (child.Name != test.Name) continue;
            if (only is not null) return null;
            only = child;
        }

        return only;
    }
}
