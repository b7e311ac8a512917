using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Steps whose nodes are looked up in an index over other leaves than keys.</summary>
internal sealed partial class TermEvaluator
{
    /// <summary>More combinations of texts than this are not looked up one by one.</summary>
    private const int MostLookUps = 64;

    /// <summary>Finds the entries that the step's equalities can mean; all predicates are still to be tried on them. False when they give nothing to look up.</summary>
    private bool TryIndex(ListNode list, XPathStep step, in XPathNode node, List<XPathNode> nodes)
    {
        if (_tree.Indexes is not { } indexes || !ReferenceEquals(node.Data.Tree, indexes.Tree)) return false;
        if (node.Data.Entries(list).Count < indexes.SmallestList || !IndexDefinition.IsIndexable(list) || _tree.MayHide(list)) return false;
        List<(TypedNode Leaf, List<byte[]> Texts)> columns = [];
        foreach (var equality in step.Equalities.Items)
        {
            if (LeafAt(list, equality) is not { } leaf || columns.Exists(c => c.Leaf == leaf)) continue;
            if (TextsOf(equality, leaf.Type, node) is { } texts) columns.Add((leaf, texts));
        }

        // A leaf-list has entries of its own to find: only when there is nothing better.
        var ofUnit = columns.Where(c => c.Leaf is LeafNode).ToList();
        if (ofUnit.Count == 0) ofUnit = [.. columns.Take(1)];
        if (ofUnit.Count == 0) return false;
        long lookUps = 1;
        foreach (var (_, texts) in ofUnit) lookUps = Math.Min(lookUps * texts.Count, MostLookUps + 1);
        if (lookUps > MostLookUps) return false;
        SchemaNode unit = ofUnit[0].Leaf is LeafListNode leafList ? leafList : list;
        var definition = new IndexDefinition(unit, [.. ofUnit.Select(c => c.Leaf)], EntryNesting.DepthOf(list) - 1);
        var count = nodes.Count;
        foreach (var texts in Combinations(ofUnit, 0)) AddEntries(indexes.Find(definition, node.Data, texts), list, nodes);
        if (nodes.Count - count > 1 && (list.IsUserOrdered || lookUps > 1 || unit != list)) NodeSets.Order(_tree, nodes);
        return true;
    }

    private static void AddEntries(IEnumerable<DataNode> units, ListNode list, List<XPathNode> nodes)
    {
        foreach (var unit in units)
        {
            var entry = unit;
            while (entry.Schema != list) entry = entry.Parent;
            nodes.Add(new XPathNode(entry));
        }
    }

    private static IEnumerable<IEnumerable<byte[]>> Combinations(List<(TypedNode Leaf, List<byte[]> Texts)> columns, int from)
    {
        if (from == columns.Count) return [[]];
        return columns[from].Texts.SelectMany(t => Combinations(columns, from + 1).Select(rest => rest.Prepend(t)));
    }

    /// <summary>The leaf that an equality compares, if an index can hold it: in the entry itself, outside of inner lists.</summary>
    private TypedNode? LeafAt(ListNode list, KeyEquality equality)
    {
        InnerNode at = list;
        for (var i = 0; i < equality.Way.Count; i++)
        {
            var test = equality.Way[i];
            if ((test.Module ?? _unprefixed) is not { } module) return null;
            switch (at.FindChild(module, test.Name))
            {
                case LeafNode leaf when i == equality.Way.Count - 1:
                    return leaf;
                case LeafListNode { IsConfig: true, Defaults.Count: 0 } leafList when i == equality.Way.Count - 1:
                    return leafList;
                case ContainerNode container:
                    at = container;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The texts that the leaf may have, or null when only comparing tells.</summary>
    private List<byte[]>? TextsOf(KeyEquality equality, YangType type, in XPathNode node)
    {
        var kind = ComparableText.KindOf(type);
        if (kind == TextKind.None) return null;
        var value = Evaluate(equality.Value, new TermContext(node, 1, 1));
        switch (value.Type)
        {
            case XPathType.NodeSet:
                return TextsOf(value.NodeList, kind);
            case XPathType.String when kind == TextKind.Plain:
                return [Encoding.UTF8.GetBytes(value.String)];
            case XPathType.Number when type is IntegerType or LeafRefType { TargetType: IntegerType } && Math.Abs(value.Number) < 1e15:
                return [Encoding.UTF8.GetBytes(XPathNumbers.Format(value.Number))];
            default:
                return null;
        }
    }

    private List<byte[]>? TextsOf(List<XPathNode> nodes, TextKind kind)
    {
        var texts = new HashSet<byte[]>(Utf8KeyComparer.Instance);
        var scratch = new ArrayBufferWriter<byte>();
        foreach (var node in nodes)
        {
            if (node.IsDummy || node.IsText || node.Schema is not TypedNode typed || ComparableText.KindOf(typed.Type) != kind) return null;
            texts.Add(ComparableText.Of(typed.Type, node.Value, _tree.Data.Schema, scratch).ToArray());
            if (texts.Count > MostLookUps) return null;
        }

        return [.. texts];
    }
}
