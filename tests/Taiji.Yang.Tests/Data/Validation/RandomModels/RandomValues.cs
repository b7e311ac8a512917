using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Data.Validation.RandomModels;

/// <summary>Random edits of trees of any schema, with so few values that they meet.</summary>
internal sealed class RandomValues(YangSchema schema, int seed)
{
    public static readonly string[] Texts = ["0", "1", "2", "a", "b", "v:a", "c", "3", "true", "false", "v:b", "v:c"];

    private readonly Random _random = new(seed);
    private int _nested;

    /// <summary>Edits at random.</summary>
    public void Step(DataTreeEditor editor)
    {
        var path = Path();
        if (path.IsRoot) return;
        if (_random.Next(4) == 0)
        {
            if (path.Node is not LeafNode { IsKey: true }) editor.Remove(path);
            return;
        }

        switch (path.Node)
        {
            case LeafNode { IsKey: true }:
                editor.Create(path.Parent);
                break;
            case LeafNode leaf:
                if (Value(leaf.Type) is { } value) editor.SetValue(path, value);
                break;
            case ContainerNode { IsPresence: false }:
                break;
            case ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true } when _random.Next(2) == 0:
                editor.Create(path, new InsertPosition(_random.Next(2) == 0 ? InsertPlace.First : InsertPlace.Last));
                break;
            default:
                editor.Create(path);
                break;
        }
    }

    public int Next(int below) => _random.Next(below);

    private DataPath Path()
    {
        while (true)
        {
            var path = new DataPath(schema);
            InnerNode parent = schema.Root;
            while (true)
            {
                var children = parent.DataChildren.Where(c => c.IsConfig).ToList();
                if (children.Count == 0 || (!path.IsRoot && _random.Next(8) == 0)) return path;
                var child = children[_random.Next(children.Count)];
                if (child is not (ListNode or LeafListNode))
                {
                    path = path.Append(child);
                }
                else
                {
                    var keys = child is ListNode list ? list.Keys.Select(k => Value(k.Type)).ToList() : [Value(((LeafListNode)child).Type)];
                    // An entry of a leaf-list of instance-identifiers is named by its own value: nowhere to go.
                    if (keys.Contains(null)) return path;
                    path = path.Append(child, child is ListNode l ? KeyCodec.Encode(l, [.. keys!]) : keys[0]);
                }

                if (child is not InnerNode inner) return path;
                parent = inner;
            }
        }
    }

    private byte[]? Value(YangType type)
    {
        _nested++;
        try
        {
            return Find(type);
        }
        finally
        {
            _nested--;
        }
    }

    private byte[]? Find(YangType type)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var text = Texts[_random.Next(type.BuiltIn == BuiltInType.String ? 6 : Texts.Length)];
            if (type.BuiltIn == BuiltInType.InstanceIdentifier || (type is UnionType && _random.Next(3) == 0)) text = _nested > 1 ? "/" : Path().ToString();
            var stored = new ArrayBufferWriter<byte>();
            var context = new ValueContext { Form = ValueForm.Canonical, Schema = schema, Module = schema.FindModule("v")!, IsTrial = true };
            if (type.TryParse(Encoding.UTF8.GetBytes(text), context, stored, out _)) return stored.WrittenSpan.ToArray();
        }

        return null;
    }
}
