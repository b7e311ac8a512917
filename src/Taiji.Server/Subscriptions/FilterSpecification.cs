using System.Buffers;
using System.Xml;
using Taiji.Server.Filters;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>A filter as a subscription or <c>/filters</c> has it: a subtree filter or an XPath expression (RFC 8639 §2.2, RFC 8641 §3.6).</summary>
/// <param name="Filter">What it selects.</param>
/// <param name="Leaf">The name of the node that it was given in.</param>
/// <param name="Stored">That node's stored value.</param>
internal sealed record FilterSpecification(DataFilter Filter, string Leaf, byte[] Stored)
{
    /// <summary>Whether both are the same filter.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(FilterSpecification? other) => other is not null && Leaf == other.Leaf && Stored.AsSpan().SequenceEqual(other.Stored);

    /// <inheritdoc/>
    public override int GetHashCode() => Leaf.GetHashCode(StringComparison.Ordinal);

    /// <summary>Reads it.</summary>
    /// <param name="parent">Where it is: the input of an rpc, or an entry of <c>/filters</c>.</param>
    /// <param name="target">What it is for.</param>
    /// <param name="refuse">The error for one that can't be used.</param>
    /// <returns>Null when there is none.</returns>
    public static FilterSpecification? Read(DataNode parent, SubscriptionTarget target, Func<string, RpcErrorException> refuse) =>
        Read(parent, parent.Tree.Schema.FindModule(target.Module)!, target.SubtreeFilter, target.XPathFilter, refuse);

    /// <summary>As the other one, for nodes of any module.</summary>
    /// <param name="parent">Where it is.</param>
    /// <param name="module">The module that defines the nodes.</param>
    /// <param name="subtreeFilter">The anydata with a subtree filter.</param>
    /// <param name="xpathFilter">The leaf with an XPath expression.</param>
    /// <param name="refuse">The error for one that can't be used.</param>
    public static FilterSpecification? Read(DataNode parent, YangModule module, string subtreeFilter, string xpathFilter, Func<string, RpcErrorException> refuse)
    {
        var schema = parent.Tree.Schema;
        if (Child(parent, module, subtreeFilter) is { } subtree) return new FilterSpecification(OfSubtree(subtree, refuse), subtreeFilter, subtree.Value.ToArray());
        return Child(parent, module, xpathFilter) is { } xpath
            ? new FilterSpecification(XPathDataFilter.Parse(xpath.ValueText, new ModulePrefixes(schema), refuse), xpathFilter, xpath.Value.ToArray()) : null;
    }

    private static DataNode? Child(DataNode parent, YangModule module, string name) =>
        parent.Schema is InnerNode inner && inner.FindChild(module, name) is { } node && parent.TryGetChild(node, out var child) ? child : null;

    private static SubtreeDataFilter OfSubtree(DataNode node, Func<string, RpcErrorException> refuse)
    {
        // In XML, whichever encoding it came in.
        var text = new ArrayBufferWriter<byte>();
        XmlDataWriter.Write(text, node);
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(text.WrittenSpan.ToArray()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            xml.MoveToContent();
            return new SubtreeDataFilter(node.Tree.Schema, XmlSubtreeFilterReader.Read(xml, node.Tree.Schema));
        }
        catch (RpcErrorException e)
        {
            throw refuse(e.Errors[0].Message ?? "It is no subtree filter.");
        }
    }
}
