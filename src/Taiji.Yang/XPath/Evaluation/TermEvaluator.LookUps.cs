using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Steps whose nodes are looked up by key, value or position instead of tried one by one.</summary>
internal sealed partial class TermEvaluator
{
    /// <summary>Finds the entries that the step's equalities can mean; all predicates are still to be tried on them. False when there is nothing to look up.</summary>
    private bool TryLookUp(XPathStep step, in XPathNode node, List<XPathNode> nodes)
    {
        if (_tree.IsWithoutShortcuts) return false;
        if (step.Axis is XPathAxis.FollowingSibling or XPathAxis.PrecedingSibling) return TryLookUpSiblings(step, node, nodes);
        return step.Axis == XPathAxis.Child && TryLookUpBelow(step, node, nodes);
    }

    /// <summary>Siblings are looked up below the parent; those on the wrong side of the node are left out.</summary>
    private bool TryLookUpSiblings(XPathStep step, in XPathNode node, List<XPathNode> nodes)
    {
        var found = new List<XPathNode>();
        if (node.IsText || node.IsDefaultEntry || !_tree.TryGetParent(node, out var parent) || !TryLookUpBelow(step, parent, found)) return false;
        var isFollowing = step.Axis == XPathAxis.FollowingSibling;
        if (!isFollowing) found.Reverse();
        foreach (var sibling in found)
        {
            var order = DataNode.CompareDocumentOrder(sibling.Data, node.Data);
            if (isFollowing ? order > 0 : order < 0) nodes.Add(sibling);
        }

        return true;
    }

    private bool TryLookUpBelow(XPathStep step, in XPathNode node, List<XPathNode> nodes)
    {
        if (ListOf(step, node) is not { } list) return false;
        if (list is LeafListNode leafList)
        {
            if (step.Equalities.Items.FirstOrDefault(e => e.IsOwn) is not { } own) return false;
            if (KeyTexts(own, leafList.Type, node) is not { } texts) return false;
            if (leafList.IsUserOrdered && texts.Count > 1) return false;
            if (leafList.Defaults.Count > 0 && node.Data.Entries(list).Count == 0) return false;
            return TryAdd(node.Data.Entries(list), KeyValues(texts, leafList.Type), nodes);
        }

        return TryKeys((ListNode)list, step, node) is { } keys ? TryAdd(node.Data.Entries(list), keys, nodes) : TryIndex((ListNode)list, step, node, nodes);
    }

    private bool TryPosition(XPathStep step, in XPathNode node, List<XPathNode> nodes)
    {
        if (_tree.IsWithoutShortcuts || step.Predicates is not [NumberTerm or CallTerm { Function.Kind: XPathFunctionKind.Last }, ..] || ListOf(step, node) is not { } list || _tree.MayHide(list)) return false;
        var entries = node.Data.Entries(list);
        if (entries.Count == 0 && list is LeafListNode { Defaults.Count: > 0 }) return false;
        var position = step.Predicates[0] is NumberTerm number ? number.Value : entries.Count;
        if (position >= 1 && position <= entries.Count && position == Math.Floor(position)) nodes.Add(new XPathNode(entries.At((long)position - 1)));
        return true;
    }

    /// <summary>The neighbour of an entry in its list, that many entries on or back.</summary>
    private bool TryNeighbour(XPathStep step, in XPathNode node, List<XPathNode> nodes)
    {
        if (_tree.IsWithoutShortcuts || step.Predicates is not [NumberTerm number, ..] || node.IsText || node.IsDefaultEntry || node.Schema is not (ListNode or LeafListNode)) return false;
        if (!_tree.TryGetParent(node, out var parent) || ListOf(step, parent) != node.Schema || _tree.MayHide(node.Schema)) return false;
        if (number.Value < 1 || number.Value > int.MaxValue || number.Value != Math.Floor(number.Value)) return true;
        var entries = parent.Data.Entries(node.Schema);
        var position = node.Data.Position + (step.Axis == XPathAxis.FollowingSibling ? (long)number.Value : -(long)number.Value);
        if (position >= 0 && position < entries.Count) nodes.Add(new XPathNode(entries.At(position)));
        return true;
    }

    /// <summary>The list or leaf-list that a child step names, or null.</summary>
    private SchemaNode? ListOf(XPathStep step, in XPathNode node)
    {
        if (step.Test.Kind != XPathTestKind.Name || node.IsText || node.IsDefaultEntry || node.Schema is not InnerNode inner) return null;
        return ChildOf(inner, step.Test) is { } child and (ListNode { Keys.Count: > 0 } or LeafListNode { IsConfig: true }) ? child : null;
    }

    /// <summary>The one child that a name can mean, or null: where unprefixed names match in any module, it may be several.</summary>
    private SchemaNode? ChildOf(InnerNode parent, in XPathTest test)
    {
        if ((test.Module ?? _unprefixed) is { } module) return parent.FindChild(module, test.Name);
        SchemaNode? found = null;
        foreach (var child in parent.DataChildren)
        {
            if (child.Name != test.Name) continue;
            if (found is not null) return null;
            found = child;
        }

        return found;
    }

    private bool TryAdd(DataEntries entries, List<byte[]> keys, List<XPathNode> nodes)
    {
        if (keys.Count > 1 && entries.Count > 0) keys.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        foreach (var key in keys)
        {
            if (entries.TryGet(key, out var entry) && _tree.Sees(entry)) nodes.Add(new XPathNode(entry));
        }

        return true;
    }

    private List<byte[]>? TryKeys(ListNode list, XPathStep step, in XPathNode node)
    {
        var keys = new List<byte[][]> { Array.Empty<byte[]>() };
        foreach (var leaf in list.Keys)
        {
            var equality = step.Equalities.Items.FirstOrDefault(e => e.Key is { } key && key.Name == leaf.Name && ChildOf(list, key) == leaf);
            if (equality is null || KeyTexts(equality, leaf.Type, node) is not { } texts) return null;
            var values = KeyValues(texts, leaf.Type);
            // Several candidates for several keys of a user-ordered list would come out of order: rare enough to try them all.
            if (values.Count > 1 && list.IsUserOrdered) return null;
            keys = [.. keys.SelectMany(k => values.Select(v => (byte[][])[.. k, v]))];
        }

        return [.. keys.Select(k => KeyCodec.Encode(list, k))];
    }

    /// <summary>The texts that the key may have, or null when only comparing tells (a number equals many texts).</summary>
    private List<string>? KeyTexts(KeyEquality equality, YangType type, in XPathNode node)
    {
        if (type is LeafRefType leafRef) type = leafRef.TargetType;
        if (type is IdentityRefType or InstanceIdentifierType || HasIdentities(type)) return null;
        var value = Evaluate(equality.Value, new TermContext(node, 1, 1));
        switch (value.Type)
        {
            case XPathType.String:
                return [value.String];
            case XPathType.NodeSet:
                return [.. value.NodeList.Select(n => _strings.Of(n)).Distinct()];
            case XPathType.Number when type is IntegerType && Math.Abs(value.Number) < 1e15:
                return [XPathNumbers.Format(value.Number)];
            default:
                return null;
        }
    }

    private static bool HasIdentities(YangType type) => type is UnionType union && union.Members.Any(m => m switch
    {
        IdentityRefType or InstanceIdentifierType => true,
        LeafRefType leafRef => HasIdentities(leafRef.TargetType) || leafRef.TargetType is IdentityRefType or InstanceIdentifierType,
        _ => HasIdentities(m),
    });

    /// <summary>The stored values whose canonical text is one of the texts; a union's text may be a value of several members.</summary>
    private List<byte[]> KeyValues(List<string> texts, YangType type)
    {
        var values = new List<byte[]>();
        foreach (var text in texts) CanonicalValues.Add(type, Encoding.UTF8.GetBytes(text), [], _tree.Data.Schema, values);
        return values;
    }
}
