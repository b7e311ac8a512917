using System.Buffers.Binary;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Data;

/// <summary>Edits an editor and an oracle alike, at random.</summary>
internal sealed class RandomEdits(YangSchema schema, int seed, int keys = 40)
{
    private static readonly string[] Texts = ["", "a", "b", "zz", "it's \"so\"", "é", new('q', 600), new('r', 513), new('s', 512)];

    private readonly Random _random = new(seed);

    /// <summary>A tree made of that many random edits; never with two cases of a choice.</summary>
    public DataTree Tree(int edits)
    {
        var editor = DataTree.Empty(schema).Edit();
        var oracle = new OracleNode(schema.Root, []);
        for (var i = 0; i < edits; i++) SetOrCreate(editor, oracle);
        return editor.Seal();
    }

    public void Step(DataTreeEditor editor, OracleNode oracle)
    {
        switch (_random.Next(20))
        {
            case < 11:
                SetOrCreate(editor, oracle);
                break;
            case < 13:
                Insert(editor, oracle);
                break;
            case < 17:
                Remove(editor, oracle);
                break;
            case 17:
                Transfer(editor, oracle, merge: true);
                break;
            case 18:
                Transfer(editor, oracle, merge: false);
                break;
            default:
                var source = Tree(_random.Next(40));
                editor.Merge(new DataPath(schema), source.Root);
                oracle.Merge(OracleNode.Of(source.Root));
                break;
        }

        oracle.Prune();
    }

    public void SetOrCreate(DataTreeEditor editor, OracleNode oracle)
    {
        var path = Path(1.0);
        switch (path.Node)
        {
            case LeafNode { IsKey: true }:
                editor.Create(path.Parent);
                oracle.Make(path.Parent);
                break;
            case LeafNode or AnyNode:
                var value = Value(path.Node);
                editor.SetValue(path, value);
                oracle.Set(path, value);
                break;
            case ContainerNode { IsPresence: false }:
                break;
            default:
                editor.Create(path);
                oracle.Make(path);
                break;
        }
    }

    /// <summary>True once in that many times.</summary>
    public bool Chance(int times) => _random.Next(times) == 0;

    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        _random.Shuffle(all);
        return [.. all];
    }

    public byte[] Value(SchemaNode node) => node is TypedNode typed ? Value(typed.Type) : Encoding.UTF8.GetBytes("<" + Texts[_random.Next(Texts.Length)]);

    private void Insert(DataTreeEditor editor, OracleNode oracle)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var path = Path(1.0);
            if (path.Node is not (ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true })) continue;
            var siblings = oracle.Find(path.Parent)?.Children.FindAll(c => c.Schema == path.Node) ?? [];
            var place = siblings.Count == 0 ? _random.Next(2) : _random.Next(4);
            var insert = place < 2 ? new InsertPosition((InsertPlace)place) : new InsertPosition((InsertPlace)place, siblings[_random.Next(siblings.Count)].Bytes);
            editor.Create(path, insert);
            oracle.Place(path, insert);
            return;
        }
    }

    private void Remove(DataTreeEditor editor, OracleNode oracle)
    {
        var path = Path(_random.Next(10) == 0 ? 0.7 : 1.0);
        if (path.IsRoot || path.Node is LeafNode { IsKey: true }) return;
        var removed = editor.Remove(path);
        removed.ShouldBe(oracle.Remove(path), path.ToString());
    }

    private void Transfer(DataTreeEditor editor, OracleNode oracle, bool merge)
    {
        var source = Tree(60);
        for (var tries = 0; tries < 20; tries++)
        {
            var path = Path(0.9);
            if (path.IsRoot || path.IsWholeList || path.Node is LeafNode { IsKey: true } || !source.TryFind(path, out var node)) continue;
            if (merge)
            {
                editor.Merge(path, node);
                oracle.Make(path).Merge(OracleNode.Of(node));
            }
            else
            {
                editor.Replace(path, node);
                oracle.Replace(path, OracleNode.Of(node));
            }

            return;
        }
    }

    /// <summary>A path of configuration; entries always named, but for the last with that probability at least.</summary>
    private DataPath Path(double named)
    {
        var path = new DataPath(schema);
        InnerNode parent = schema.Root;
        while (true)
        {
            var children = parent.DataChildren.Where(c => c.IsConfig).ToList();
            if (children.Count == 0 || (!path.IsRoot && _random.Next(6) == 0)) return path;
            var child = children[_random.Next(children.Count)];
            if (child.Name == "wide" && _random.Next(3) > 0) continue;
            if (child is not (ListNode or LeafListNode))
            {
                path = path.Append(child);
            }
            else
            {
                if (_random.NextDouble() > named) return path.Append(child);
                path = path.Append(child, child is ListNode list ? KeyCodec.Encode(list, [.. list.Keys.Select(k => Key(k.Type))]) : Key(((LeafListNode)child).Type));
            }

            if (child is not InnerNode inner) return path;
            parent = inner;
        }
    }

    private byte[] Key(YangType type)
    {
        if (type.BuiltIn != BuiltInType.String) return Value(type);
        var n = _random.Next(keys);
        return n == 0 ? [] : n == 1 ? "a\0b"u8.ToArray() : n == 2 ? "a\0"u8.ToArray() : n == 3 ? "a"u8.ToArray() : Encoding.UTF8.GetBytes((n % 7 == 0 ? "some longer key, with text " : "k") + n);
    }

    private byte[] Value(YangType type)
    {
        switch (type.BuiltIn)
        {
            case BuiltInType.String:
                return Encoding.UTF8.GetBytes(_random.Next(3) == 0 ? Texts[_random.Next(Texts.Length)] : "v" + _random.Next(5));
            case BuiltInType.Boolean:
                return [(byte)_random.Next(2)];
            case BuiltInType.Empty:
                return [];
            case BuiltInType.IdentityRef:
                var ordinal = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(ordinal, _random.Next(1, 3));
                return ordinal;
            default:
                var number = new byte[type.FixedSize];
                number[^1] = (byte)_random.Next(keys);
                return number;
        }
    }
}
