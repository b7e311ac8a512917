using System.Globalization;
using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.QueryMethods;

/// <summary>Orders results: in the list's own order where that is the one asked for, or else by a temporary index, as long as the query lives.</summary>
internal static class SortedWalk
{
    /// <summary>The nodes in order.</summary>
    /// <param name="names">The names.</param>
    /// <param name="walk">The nodes in document order.</param>
    /// <param name="tree">What they are of.</param>
    /// <param name="settings">By what, and which way.</param>
    /// <param name="view">What may be read; null for everything.</param>
    public static NodeWalk Of(SchemaNames names, NodeWalk walk, DataTree tree, QuerySettings settings, ReadView? view)
    {
        if (walk.SortedBy([.. settings.Sort.Select(e => e.Text.Trim())], settings.IsDescending) is { } known) return known;
        var evaluator = new XPathEvaluator(view.Over(tree));
        var keyed = new List<(SortKey[] Keys, XPathNode Node)>();
        foreach (var node in walk.From(0, view)) keyed.Add(([.. settings.Sort.Select(e => SortKey.Of(names, evaluator.Evaluate(e, node, null), view))], node));
        var order = settings.IsDescending ? -1 : 1;
        // Stable: those that are alike stay in document order.
        return new KnownNodes([.. keyed.OrderBy(k => k.Keys, Comparer<SortKey[]>.Create((a, b) => order * Compare(a, b))).Select(k => k.Node)]);
    }

    private static int Compare(SortKey[] one, SortKey[] other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i].CompareTo(other[i]) is not 0 and var order) return order;
        }

        return 0;
    }

    /// <summary>What a result is sorted by: nothing before numbers, numbers before texts.</summary>
    private readonly record struct SortKey(int Rank, decimal Number, string Text) : IComparable<SortKey>
    {
        private const int None = 0, Numeric = 1, Textual = 2;

        /// <summary>Values of leaves go by their types: a string of digits is a text.</summary>
        public static SortKey Of(SchemaNames names, in XPathValue value, ReadView? view)
        {
            if (value.Type == XPathType.NodeSet && value.Nodes.Count == 0) return new SortKey(None, 0, "");
            var text = Expressions.Text(names, value, view);
            var isNumber = value.Type == XPathType.Number || (value.Type == XPathType.NodeSet && IsNumeric(value.Nodes[0]));
            return isNumber && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new SortKey(Numeric, number, text) : new SortKey(Textual, 0, text);
        }

        public int CompareTo(SortKey other)
        {
            if (Rank != other.Rank) return Rank.CompareTo(other.Rank);
            return Rank == Numeric ? Number.CompareTo(other.Number) : string.CompareOrdinal(Text, other.Text);
        }

        private static bool IsNumeric(in XPathNode node)
        {
            if (node.Schema is not TypedNode { Type: var type }) return false;
            if (type is LeafRefType leafRef) type = leafRef.TargetType;
            if (type is UnionType union) type = union.Resolve(node.Value, out _);
            return type is IntegerType or Decimal64Type;
        }
    }
}
