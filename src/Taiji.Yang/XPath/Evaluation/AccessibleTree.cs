using Taiji.Yang.Data;
using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>
/// The tree that an expression sees (RFC 7950 §6.4.1): a datastore's data with the defaults in use and the non-presence containers, and perhaps an operation or notification in it.
/// </summary>
public sealed class AccessibleTree
{
    /// <summary>The accessible tree of a datastore's data.</summary>
    /// <param name="data">The data.</param>
    public AccessibleTree(DataTree data)
        : this(data, null, null)
    {
    }

    /// <summary>The accessible tree of an operation or notification.</summary>
    /// <param name="data">The data around it: state and running configuration.</param>
    /// <param name="operation">The tree rooted at the input, output or notification; null when there is none.</param>
    /// <param name="parent">The node of <paramref name="data"/> that the action or notification belongs to; null for the root.</param>
    public AccessibleTree(DataTree data, DataTree? operation, DataNode? parent)
    {
        Data = data;
        Operation = operation;
        OperationParent = parent ?? data.Root;
    }

    /// <summary>The data.</summary>
    public DataTree Data { get; }

    /// <summary>The operation's or notification's tree, or null.</summary>
    public DataTree? Operation { get; }

    /// <summary>The parent of the operation or notification.</summary>
    public DataNode OperationParent { get; }

    /// <summary>
    /// Whether a reader may see a node of <see cref="Data"/>, those around it granted: what isn't seen isn't there, with all in it, nor is a list entry without all its keys
    /// (RFC 8341 §3.2.4). Null when all is seen. Which defaults are in use is told by all that is there.
    /// </summary>
    public Func<DataNode, bool>? IsReadable { get; init; }

    /// <summary>Whether the reader may see all instances of a schema node, with all below them: about those nobody is asked. Null for none.</summary>
    public Func<SchemaNode, bool>? IsWholeReadable { get; init; }

    /// <summary>The indexes of <see cref="Data"/>; null where none are worth building, as for a single expression.</summary>
    internal TreeIndexes? Indexes { get; init; }

    /// <summary>Whether expressions are evaluated as XPath 1.0 says it, node by node: what every shortcut is held to.</summary>
    internal bool IsWithoutShortcuts { get; init; }

    private DefaultsInUse Defaults => field ??= new DefaultsInUse(IsReadable is null ? this : new AccessibleTree(Data, Operation, OperationParent));

    /// <summary>The root.</summary>
    public XPathNode Root => new(Data.Root);

    /// <summary>Whether the node is the root.</summary>
    /// <param name="node">A node.</param>
    public bool IsRoot(in XPathNode node) => !node.IsText && !node.IsDefaultEntry && node.Data.IsRoot && !IsOperation(node);

    /// <summary>The node's module and name as XPath sees them: an operation's root has the operation's; null for the root and for text.</summary>
    /// <param name="node">A node.</param>
    internal SchemaNode? NamedAs(in XPathNode node)
    {
        if (node.IsText || IsRoot(node)) return null;
        return node.Schema is OperationDataNode { Parent: { } operation } ? operation : node.Schema;
    }

    /// <summary>The parent; false for the root.</summary>
    /// <param name="node">A node.</param>
    /// <param name="parent">Its parent.</param>
    internal bool TryGetParent(in XPathNode node, out XPathNode parent)
    {
        parent = default;
        if (node.IsText) parent = node.IsDefaultEntry ? new XPathNode(node.Data, node.Schema, node.Index) : new XPathNode(node.Data);
        else if (node.IsDefaultEntry) parent = new XPathNode(node.Data);
        else if (!node.Data.IsRoot) parent = new XPathNode(node.Data.Parent);
        else if (IsOperation(node)) parent = new XPathNode(OperationParent);
        else return false;
        return true;
    }

    /// <summary>Adds the children that a test accepts, in document order.</summary>
    /// <param name="node">The parent.</param>
    /// <param name="test">The node test.</param>
    /// <param name="unprefixed">The module of unprefixed names; null when they match in any module.</param>
    /// <param name="result">Receives the children.</param>
    internal void AddChildren(in XPathNode node, in XPathTest test, YangModule? unprefixed, List<XPathNode> result)
    {
        if (node.IsText || node.IsDummy || test.Kind == XPathTestKind.None) return;
        if (node.Schema is TypedNode)
        {
            if (test.Kind is XPathTestKind.Text or XPathTestKind.Node && StringValues.HasText(node)) result.Add(node.Text);
            return;
        }

        if (node.Schema is not InnerNode inner || test.Kind == XPathTestKind.Text) return;
        var module = test.Module ?? unprefixed;
        if (test.Kind == XPathTestKind.Name && module is not null)
        {
            if (inner.FindChild(module, test.Name) is { IsDataNode: true } child) AddInstances(node.Data, child, result);
        }
        else
        {
            foreach (var candidate in inner.DataChildren)
            {
                if (test.Accepts(candidate, unprefixed)) AddInstances(node.Data, candidate, result);
            }
        }

        if (Operation is not null && node.Data == OperationParent && ReferenceEquals(node.Data.Tree, Data))
        {
            var operation = new XPathNode(Operation.Root);
            if (test.Accepts(NamedAs(operation)!, unprefixed)) result.Add(operation);
        }
    }

    /// <summary>Adds the instances of one schema node below a data node.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="child">The child's schema node.</param>
    /// <param name="result">Receives them.</param>
    internal void AddInstances(DataNode parent, SchemaNode child, List<XPathNode> result)
    {
        if (child is ListNode or LeafListNode)
        {
            var count = result.Count;
            var isSeen = !MayHide(child);
            foreach (var entry in parent.Entries(child))
            {
                if (isSeen || Sees(entry)) result.Add(new XPathNode(entry));
            }

            if (result.Count > count || parent.Entries(child).Count > 0 || child is not LeafListNode { Defaults.Count: > 0 } leafList || !Defaults.AreInUse(parent, leafList)) return;
            for (var i = 0; i < leafList.Defaults.Count; i++) result.Add(new XPathNode(parent, leafList, i));
            return;
        }

        if (TryGetChild(parent, child, out var node)) result.Add(new XPathNode(node));
    }

    /// <summary>A container, leaf or anydata that is stored or there by default.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="child">The child's schema node; no list or leaf-list.</param>
    /// <param name="node">The child.</param>
    internal bool TryGetChild(DataNode parent, SchemaNode child, out DataNode node) =>
        parent.TryGetChildOrDefault(child, out node) && (!node.IsDefault || Defaults.IsAllowed(parent, child)) && Sees(node);

    /// <summary>Whether some instances of a schema node, or parts of them, may be hidden from the reader: then they are neither counted nor looked up by position.</summary>
    /// <param name="schema">The schema node.</param>
    internal bool MayHide(SchemaNode schema) => IsReadable is not null && IsWholeReadable?.Invoke(schema) != true;

    /// <summary>Whether the reader may see a node, those around it granted.</summary>
    /// <param name="node">The node.</param>
    internal bool Sees(in DataNode node)
    {
        if (IsReadable is null || !ReferenceEquals(node.Tree, Data) || !MayHide(node.Schema)) return true;
        if (!IsReadable(node)) return false;
        if (node.Schema is not ListNode list) return true;
        foreach (var key in list.Keys)
        {
            if (node.TryGetChild(key, out var leaf) && !IsReadable(leaf)) return false;
        }

        return true;
    }

    /// <summary>Whether the whens that govern a node are true (RFC 7950 §7.21.5), whether it is there or not.</summary>
    /// <param name="parent">The parent's instance.</param>
    /// <param name="child">The node.</param>
    public bool AreWhensTrue(DataNode parent, SchemaNode child) => Defaults.IsAllowed(parent, child);

    /// <summary>Whether a node passes a test on an axis other than child.</summary>
    internal bool Accepts(in XPathNode node, in XPathTest test, YangModule? unprefixed)
    {
        if (test.Kind == XPathTestKind.Node) return true;
        if (node.IsText) return test.Kind == XPathTestKind.Text;
        return NamedAs(node) is { } schema && test.Accepts(schema, unprefixed);
    }

    private bool IsOperation(in XPathNode node) => Operation is not null && ReferenceEquals(node.Data.Tree, Operation);
}
