using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data;

/// <summary>The plainest tree there can be, an object for each node: what the real one is compared with.</summary>
internal sealed class OracleNode(SchemaNode schema, byte[] bytes)
{
    public SchemaNode Schema { get; } = schema;

    /// <summary>An entry's key, or a value.</summary>
    public byte[] Bytes { get; private set; } = bytes;

    public List<OracleNode> Children { get; private init; } = [];

    public static OracleNode Of(DataNode node)
    {
        var copy = new OracleNode(node.Schema, node.Schema is LeafNode or LeafListNode or AnyNode ? node.Value.ToArray() : node.Schema is ListNode ? node.Key.ToArray() : []);
        foreach (var child in node.Children)
        {
            if (child.Schema is not LeafNode { IsKey: true }) copy.Children.Add(Of(child));
        }

        return copy;
    }

    public OracleNode Clone() => new(Schema, Bytes) { Children = Children.ConvertAll(c => c.Clone()) };

    public OracleNode? Find(in DataPathStep step)
    {
        foreach (var child in Children)
        {
            if (child.Schema == step.Node && (step.Key is not { } key || key.Span.SequenceEqual(child.Bytes))) return child;
        }

        return null;
    }

    public OracleNode? Find(DataPath path)
    {
        var node = this;
        foreach (var step in path.Steps)
        {
            if (node.Find(step) is not { } next) return null;
            node = next;
        }

        return node;
    }

    /// <summary>The node at the path, made with its ancestors if missing; nodes of other cases go.</summary>
    public OracleNode Make(DataPath path, bool clearCases = true)
    {
        var node = this;
        foreach (var step in path.Steps)
        {
            var next = node.Find(step);
            if (next is null)
            {
                if (clearCases) node.RemoveOtherCases(step.Node);
                node.Children.Add(next = new OracleNode(step.Node, step.Key?.ToArray() ?? []));
            }

            node = next;
        }

        return node;
    }

    public void Set(DataPath path, byte[] value) => Make(path).Bytes = value;

    public bool Remove(DataPath path)
    {
        if (Find(path.Parent) is not { } parent) return false;
        var step = path.Steps[^1];
        var had = parent.Children.Exists(c => IsAt(c, step) && (!c.IsEmptyContainer));
        parent.Children.RemoveAll(c => IsAt(c, step));
        return had;
    }

    public void Place(DataPath path, InsertPosition insert)
    {
        var node = Make(path);
        var siblings = Find(path.Parent)!.Children;
        var anchor = insert.Anchor is { } key ? siblings.Find(c => c.Schema == node.Schema && key.Span.SequenceEqual(c.Bytes)) : null;
        if (anchor == node) return;
        siblings.Remove(node);
        var at = insert.Place switch
        {
            InsertPlace.First => 0,
            InsertPlace.Last => siblings.Count,
            InsertPlace.Before => siblings.IndexOf(anchor!),
            _ => siblings.IndexOf(anchor!) + 1,
        };
        siblings.Insert(at, node);
    }

    public void Merge(OracleNode source)
    {
        if (Schema is LeafNode or AnyNode) Bytes = source.Bytes;
        foreach (var child in source.Children)
        {
            var hasKey = child.Schema is not (ListNode { Keys.Count: 0 } or LeafListNode { IsConfig: false });
            var step = child.Schema is ListNode or LeafListNode ? new DataPathStep(child.Schema, child.Bytes) : new DataPathStep(child.Schema);
            var existing = hasKey ? Find(step) : null;
            if (existing is not null)
            {
                existing.Merge(child);
                continue;
            }

            if (child.IsEmptyContainer) continue;
            RemoveOtherCases(child.Schema);
            Children.Add(child.Clone());
        }
    }

    public void Replace(DataPath path, OracleNode source, bool clearCases = true)
    {
        var node = Make(path, clearCases);
        node.Bytes = path.Node is LeafNode or AnyNode ? source.Bytes : node.Bytes;
        node.Children.Clear();
        node.Children.AddRange(source.Clone().Children);
    }

    /// <summary>Forgets non-presence containers without content.</summary>
    public void Prune()
    {
        foreach (var child in Children) child.Prune();
        Children.RemoveAll(c => c.IsEmptyContainer);
    }

    public string Dump()
    {
        var text = new StringBuilder();
        Dump(text, 0);
        return text.ToString();
    }

    private bool IsEmptyContainer => Schema is ContainerNode { IsPresence: false } && Children.TrueForAll(c => c.IsEmptyContainer);

    private static bool IsAt(OracleNode node, in DataPathStep step) =>
        node.Schema == step.Node && (step.Key is not { } key || key.Span.SequenceEqual(node.Bytes));

    private void RemoveOtherCases(SchemaNode child) => Children.RemoveAll(c => AreInOtherCases(c.Schema, child));

    private static bool AreInOtherCases(SchemaNode a, SchemaNode b)
    {
        foreach (var (choice, own) in Cases(a))
        {
            foreach (var (otherChoice, other) in Cases(b))
            {
                if (choice == otherChoice && own != other) return true;
            }
        }

        return false;
    }

    private static IEnumerable<(ChoiceNode, CaseNode)> Cases(SchemaNode node)
    {
        for (; node.Parent is ChoiceNode or CaseNode; node = node.Parent)
        {
            if (node.Parent is CaseNode own) yield return ((ChoiceNode)own.Parent!, own);
        }
    }

    private void Dump(StringBuilder text, int depth)
    {
        if (Schema is not InnerNode inner) return;
        if (inner is ListNode keyed)
        {
            ReadOnlySpan<byte> rest = Bytes;
            for (var i = 0; i < keyed.Keys.Count; i++) TreeDump.Line(text, depth, keyed.Keys[i], KeyCodec.Take(keyed, i, ref rest, new byte[Bytes.Length]));
        }

        foreach (var schema in inner.DataChildren)
        {
            var children = Children.FindAll(c => c.Schema == schema && !c.IsEmptyContainer);
            if (schema is ListNode { IsUserOrdered: false, Keys.Count: > 0 } or LeafListNode { IsUserOrdered: false, IsConfig: true })
                children.Sort((a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
            foreach (var child in children)
            {
                TreeDump.Line(text, depth, child.Schema, child.Bytes);
                child.Dump(text, depth + 1);
            }
        }
    }
}
