using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Validation;

/// <summary>List y of the other figures with constraints: each entry refers to the one before it.</summary>
internal sealed class ConstrainedEntries
{
    private readonly ContainerNode _x;
    private readonly ListNode _y;
    private readonly LeafNode _a;
    private readonly LeafNode _b;
    private readonly LeafNode[] _references;
    private readonly int _every;

    /// <summary>Compiles the model.</summary>
    /// <param name="constraints">Substatements of the list.</param>
    /// <param name="with">Which leaves entries have: n for next, p for peer.</param>
    /// <param name="every">Every so many entries have them.</param>
    public ConstrainedEntries(string constraints, string with, int every = 1)
    {
        Schema = SchemaCompiler.FromTexts($"module y {{ namespace 'urn:y'; prefix y; container x {{ list y {{ key a; {constraints} leaf a {{ type int32; }} leaf b {{ type string; }} }} }} }}")
            .GetSchemaOrThrow();
        _x = (ContainerNode)Schema.Root.DataChildren[0];
        _y = (ListNode)_x.DataChildren[0];
        _a = Leaf("a");
        _b = Leaf("b");
        _references = [.. with.Select(c => Leaf(c == 'n' ? "next" : "peer"))];
        _every = every;
    }

    public YangSchema Schema { get; }

    /// <summary>Builds the tree.</summary>
    /// <param name="count">How many entries.</param>
    public DataTree Load(int count)
    {
        var builder = new DataTreeBuilder(Schema);
        builder.OpenContainer(_x);
        for (var i = 0; i < count; i++)
        {
            builder.OpenEntry(_y);
            builder.AddLeaf(_a, Key(i));
            if (i % _every == 0)
            {
                foreach (var leaf in _references) builder.AddLeaf(leaf, Key(i == 0 ? count - 1 : i - 1));
            }

            builder.AddLeaf(_b, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"value-{i}")));
            builder.Close();
        }

        builder.Close();
        return builder.Seal();
    }

    /// <summary>The path of an entry's leaf b.</summary>
    /// <param name="i">Which entry.</param>
    public DataPath B(int i) => new DataPath(Schema).Append(_x).Append(_y, Key(i)).Append(_b);

    private LeafNode Leaf(string name) => (LeafNode)_y.DataChildren.First(c => c.Name == name);

    private static byte[] Key(int i)
    {
        var key = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(key, (uint)i ^ 0x8000_0000);
        return key;
    }
}
