using System.Buffers.Binary;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Bench.Tree;

/// <summary>A tree of <c>container x { list y { key a; leaf a; leaf b; } }</c> with N entries, and paths into it.</summary>
internal sealed class EntryListFixture
{
    private const string Module = """
        module y { namespace "urn:y"; prefix y; container x { list y { key a; leaf a { type int32; } leaf b { type string; } } } }
        """;

    private readonly ContainerNode _x;
    private readonly ListNode _y;
    private readonly LeafNode _a;
    private readonly LeafNode _b;

    public EntryListFixture(int entries)
    {
        Entries = entries;
        Schema = SchemaCompiler.FromTexts(Module).Schema ?? throw new InvalidOperationException("the module doesn't compile");
        _x = (ContainerNode)Schema.Root.DataChildren[0];
        _y = (ListNode)_x.DataChildren[0];
        _a = (LeafNode)_y.DataChildren[0];
        _b = (LeafNode)_y.DataChildren[1];
    }

    public int Entries { get; }

    public YangSchema Schema { get; }

    /// <summary>Builds the tree from values in key order.</summary>
    public DataTree Load()
    {
        var builder = new DataTreeBuilder(Schema);
        builder.OpenContainer(_x);
        Span<byte> key = stackalloc byte[4];
        Span<byte> text = stackalloc byte[16];
        for (var i = 0; i < Entries; i++)
        {
            builder.OpenEntry(_y);
            builder.AddLeaf(_a, Key(i, key));
            builder.AddLeaf(_b, Text(i, text));
            builder.Close();
        }

        builder.Close();
        return builder.Seal();
    }

    /// <summary>The path of an entry's leaf b.</summary>
    public DataPath Leaf(int i) => Entry(i).Append(_b);

    public DataPath Entry(int i) => new DataPath(Schema).Append(_x).Append(_y, Key(i, new byte[4]).ToArray());

    /// <summary>An edit as a reader would make it: a path, and a payload that holds the leaf.</summary>
    public Edit Change(int i, string value)
    {
        var path = Leaf(i);
        var payload = DataTree.Empty(Schema).Edit();
        payload.SetValue(path, Encoding.UTF8.GetBytes(value));
        return new Edit(EditOperation.Replace, path, payload.Seal());
    }

    /// <summary>The stored form of int32.</summary>
    private static Span<byte> Key(int i, Span<byte> key)
    {
        BinaryPrimitives.WriteUInt32BigEndian(key, (uint)i ^ 0x8000_0000);
        return key;
    }

    private static Span<byte> Text(int i, Span<byte> text)
    {
        Encoding.UTF8.TryGetBytes("value", text, out var n);
        i.TryFormat(text[n..], out var digits, provider: System.Globalization.CultureInfo.InvariantCulture);
        return text[..(n + digits)];
    }
}
