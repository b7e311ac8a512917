using System.Buffers;
using System.Text;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Data;

/// <summary>A compiled subtree filter (RFC 6241 §6): selects by key without a scan.</summary>
public sealed class SubtreeFilter
{
    private readonly YangSchema _schema;
    private readonly List<Part> _parts;

    /// <summary>Compiles a filter. Elements that no schema node answers to select nothing; no element at all selects nothing (RFC 6241 §6.4.2).</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="elements">The top-level elements.</param>
    /// <param name="rootNode">The root of the trees it is for; null for the datastore root.</param>
    public SubtreeFilter(YangSchema schema, IReadOnlyList<SubtreeFilterNode> elements, InnerNode? rootNode = null)
    {
        _schema = schema;
        _parts = Compile(rootNode ?? schema.Root, elements);
    }

    /// <summary>The selected part of a tree, sharing what is selected whole.</summary>
    /// <param name="tree">The tree.</param>
    public DataTree Apply(DataTree tree)
    {
        var selector = new DataSelector(tree);
        Select(_parts, tree.Root, selector);
        return selector.ToTree();
    }

    /// <summary>As the other one, telling which nodes were selected themselves.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="selected">Told each node.</param>
    /// <param name="selectedList">Told each list or leaf-list of which all entries were, by its parent.</param>
    public DataTree Apply(DataTree tree, Action<DataNode> selected, Action<DataNode, SchemaNode> selectedList)
    {
        var selector = new DataSelector(tree) { Selected = selected, SelectedList = selectedList };
        Select(_parts, tree.Root, selector);
        return selector.ToTree();
    }

    /// <summary>The data nodes the filter can reach: what state providers need to be asked for. The paths may end in whole lists.</summary>
    /// <param name="schema">The schema.</param>
    public IReadOnlyList<DataPath> Reach(YangSchema schema)
    {
        var reach = new List<DataPath>();
        foreach (var part in _parts) Reach(part, new DataPath(schema), reach);
        return reach;
    }

    private List<Part> Compile(InnerNode parent, IReadOnlyList<SubtreeFilterNode> elements)
    {
        var parts = new List<Part>();
        foreach (var element in elements)
        {
            foreach (var node in parent.DataChildren)
            {
                if (node.Name == element.Name && (element.Module is null || element.Module == node.Module)) parts.Add(Compile(node, element));
            }
        }

        return parts;
    }

    private Part Compile(SchemaNode node, SubtreeFilterNode element)
    {
        var part = new Part(node, element) { IsMatchable = element.Attributes.Count == 0 };
        if (element.Children.Count > 0)
        {
            part.Children = node is InnerNode inner ? Compile(inner, element.Children) : [];
            // Content that no schema node answers to is content nobody has: nothing matches then.
            foreach (var child in element.Children)
            {
                if (!string.IsNullOrEmpty(child.Content) && !part.Children.Exists(c => c.Node.Name == child.Name && c.IsContentMatch)) part.IsMatchable = false;
            }
        }
        else if (!string.IsNullOrEmpty(element.Content))
        {
            part.IsContentMatch = true;
            part.Content = Parse(node, element);
        }

        if (node is ListNode list) part.Key = KeyOf(list, part);
        return part;
    }

    /// <summary>The stored value, or null when the text is no value of the type: nothing equals it.</summary>
    private byte[]? Parse(SchemaNode node, SubtreeFilterNode element)
    {
        if (node is not TypedNode typed) return null;
        var stored = new ArrayBufferWriter<byte>();
        var context = new ValueContext { Form = ValueForm.Xml, Schema = _schema, Module = node.Module, Prefixes = element.Prefixes };
        return typed.Type.TryParse(Encoding.UTF8.GetBytes(element.Content!), context, stored, out _) ? stored.WrittenSpan.ToArray() : null;
    }

    /// <summary>The key, when content matches give all of its leaves.</summary>
    private static byte[]? KeyOf(ListNode list, Part part)
    {
        if (list.Keys.Count == 0) return null;
        var values = new byte[list.Keys.Count][];
        for (var i = 0; i < values.Length; i++)
        {
            if (part.Children?.Find(c => c.Node == list.Keys[i] && c.IsContentMatch) is not { Content: { } value } match) return null;
            // An element without namespace that other leafs answer to as well doesn't say which entry it is.
            if (part.Children.Exists(c => c != match && c.Element == match.Element)) return null;
            values[i] = value;
        }

        return KeyCodec.Encode(list, values);
    }

    /// <summary>Selects below a node; content matches have been tried by then.</summary>
    private static bool Select(List<Part> parts, DataNode node, DataSelector selector)
    {
        var any = false;
        foreach (var part in parts)
        {
            if (!part.IsMatchable) continue;
            if (part.Node is ListNode or LeafListNode)
            {
                var entries = node.Entries(part.Node);
                if (part.Key is { } key)
                {
                    if (entries.TryGet(key, out var entry)) any |= SelectNode(part, entry, selector);
                    continue;
                }

                if (part.IsSelection && entries.Count > 0)
                {
                    selector.AddList(node, part.Node);
                    any = true;
                    continue;
                }

                foreach (var entry in entries) any |= SelectNode(part, entry, selector);
            }
            else if (node.TryGetChild(part.Node, out var child))
            {
                any |= SelectNode(part, child, selector);
            }
        }

        return any;
    }

    private static bool SelectNode(Part part, DataNode node, DataSelector selector)
    {
        if (part.IsContentMatch && (part.Content is null || !node.Value.SequenceEqual(part.Content))) return false;
        if (part.Children is not { } children)
        {
            selector.Add(node);
            return true;
        }

        var matches = 0;
        foreach (var child in children)
        {
            if (!child.IsContentMatch) continue;
            if (!Matches(child, node) && !children.Exists(c => c.Element == child.Element && Matches(c, node))) return false;
            matches++;
        }

        // Content matches alone select the whole node (RFC 6241 §6.2.5).
        if (matches == children.Count && matches > 0)
        {
            selector.Add(node);
            return true;
        }

        if (!Select(children, node, selector)) return false;
        return true;
    }

    private static bool Matches(Part match, DataNode parent)
    {
        if (!match.IsMatchable || match.Content is not { } content) return false;
        if (match.Node is LeafListNode) return parent.Entries(match.Node).TryGet(content, out _);
        return parent.TryGetChild(match.Node, out var leaf) && leaf.Value.SequenceEqual(content);
    }

    private static void Reach(Part part, DataPath parent, List<DataPath> reach)
    {
        if (!part.IsMatchable || (part.IsContentMatch && part.Content is null)) return;
        var path = part.Node is LeafListNode { IsConfig: true } && part.Content is { } value ? parent.Append(part.Node, value)
            : part.Key is { } key ? parent.Append(part.Node, key)
            : parent.Append(part.Node);
        if (part.Children is not { } children || path.IsWholeList || children.TrueForAll(c => c.IsContentMatch))
        {
            reach.Add(path);
            return;
        }

        foreach (var child in children)
        {
            if (child.Node is not LeafNode { IsKey: true } || part.Key is null) Reach(child, path, reach);
        }
    }

    /// <summary>An element that a schema node answers to.</summary>
    private sealed class Part(SchemaNode node, SubtreeFilterNode element)
    {
        public SchemaNode Node { get; } = node;

        /// <summary>The element; several nodes answer to one without namespace.</summary>
        public SubtreeFilterNode Element { get; } = element;

        public bool IsMatchable { get; set; }

        public bool IsContentMatch { get; set; }

        public byte[]? Content { get; set; }

        /// <summary>Null when the element has no children.</summary>
        public List<Part>? Children { get; set; }

        public byte[]? Key { get; set; }

        public bool IsSelection => !IsContentMatch && Children is null;
    }
}
