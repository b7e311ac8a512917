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
    public static FilterSpecification? Read(DataNode parent, SubscriptionTarget target, Func<string, RpcErrorException> refuse)
    {
        if (target.Child(parent, target.SubtreeFilter) is { } subtree) return new FilterSpecification(OfSubtree(subtree, refuse), target.SubtreeFilter, subtree.Value.ToArray());
        if (target.Child(parent, target.XPathFilter) is not { } xpath) return null;
        var schema = parent.Tree.Schema;
        return new FilterSpecification(XPathDataFilter.Parse(xpath.ValueText, new ModulePrefixes(schema), refuse), target.XPathFilter, xpath.Value.ToArray());
    }

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
