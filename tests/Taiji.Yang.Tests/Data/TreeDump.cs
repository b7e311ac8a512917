using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data;

/// <summary>Content of a tree as text, one node a line.</summary>
internal static class TreeDump
{
    public static string Of(DataTree tree) => Of(tree.Root);

    /// <summary>A node's value and all that is below it.</summary>
    public static string Of(DataNode node)
    {
        var text = new StringBuilder();
        if (node.Schema is LeafNode or LeafListNode or AnyNode) Line(text, 0, node.Schema, node.Value);
        Children(node, text, 0);
        return text.ToString();
    }

    private static void Children(DataNode node, StringBuilder text, int depth)
    {
        foreach (var child in node.Children)
        {
            Line(text, depth, child.Schema, child.Schema is LeafNode or LeafListNode or AnyNode ? child.Value : child.Schema is ListNode ? child.Key : default);
            Children(child, text, depth + 1);
        }
    }

    /// <summary>Compares dumps; tells only the first line that differs.</summary>
    public static void ShouldBeContent(this DataTree tree, string expected, string? place = null)
    {
        var actual = Of(tree);
        if (actual == expected) return;
        string[] a = actual.Split('\n'), b = expected.Split('\n');
        var i = 0;
        while (i < Math.Min(a.Length, b.Length) && a[i] == b[i]) i++;
        Assert.Fail($"{place} line {i}: got {string.Join(" | ", a.Skip(i).Take(3))}, expected {string.Join(" | ", b.Skip(i).Take(3))}, after {string.Join(" | ", b.Take(i).TakeLast(4))}");
    }

    public static void Line(StringBuilder text, int depth, SchemaNode schema, ReadOnlySpan<byte> bytes) =>
        text.Append(' ', depth).Append(schema.Module.Name).Append(':').Append(schema.Name).Append(' ').Append(bytes.Length > 60 ? $"{bytes.Length} bytes of {bytes[0]:X2}" : Convert.ToHexString(bytes)).Append('\n');
}
