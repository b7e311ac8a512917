using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

public readonly partial struct DataNode
{
    /// <summary>A container, leaf or anydata that lives in the same unit, at whatever depth of containers.</summary>
    internal bool TryGetInUnit(SchemaNode child, [MaybeNullWhen(false)] out DataNode node)
    {
        node = default;
        var at = Tree.Layouts[child];
        if (!ReferenceEquals(at.Unit, _unit.Layout) || at.Slot?.Format is not null) return false;
        if (at.KeyIndex >= 0)
        {
            node = new DataNode(_unit, child);
            return true;
        }

        var record = _unit.Record;
        if (at.Slot is null)
        {
            if (!RecordCursor.AnyPresent(at.Unit, record, at.First, at.End)) return false;
            node = new DataNode(_unit, child);
            return true;
        }

        if (!RecordCursor.IsPresent(record, at.First)) return false;
        if (at.Slot.Kind == SlotKind.Presence)
        {
            node = new DataNode(_unit, child);
            return true;
        }

        RecordCursor.TryFind(at.Unit, record, at.First, out var field);
        node = OfField(_unit, child, field);
        return true;
    }

    /// <summary>The handle of a leaf or anydata whose field is known.</summary>
    internal static DataNode OfField(UnitHandle unit, SchemaNode node, in Field field) =>
        field.Reference is null ? new DataNode(unit, node, field.Start, field.Length) : new DataNode(unit, node);

    private ReadOnlySpan<byte> FindValue()
    {
        if (_schema is LeafNode { IsKey: true } key && ReferenceEquals(key.DataParent, _unit.Layout!.Node)) return KeyValue(key.KeyIndex);
        if (_schema is not (LeafNode or AnyNode)) throw new InvalidOperationException($"{_schema} has no value");
        RecordCursor.TryFind(_unit.Layout!, _unit.Record, Tree.Layouts[_schema].First, out var field);
        return field.Reference is byte[] value ? value : _unit.Record.Data.AsSpan(field.Start, field.Length);
    }

    private ReadOnlySpan<byte> DefaultValue() => _schema is TypedNode { Defaults: [var value, ..] } ? value
        : throw new InvalidOperationException($"{_schema} has no value");

    private ReadOnlySpan<byte> KeyValue(int index)
    {
        var list = (ListNode)_unit.Layout!.Node;
        ReadOnlySpan<byte> rest = _unit.Key;
        for (var i = 0; ; i++)
        {
            var size = list.Keys[i].Type.FixedSize;
            if (i == index && (size >= 0 || i == list.Keys.Count - 1)) return size >= 0 ? rest[..size] : rest;
            // Only a component of varying size may need unescaping, into an array of its own.
            var escaped = size < 0 && i < list.Keys.Count - 1 && IsEscaped(rest);
            var value = KeyCodec.Take(list, i, ref rest, escaped ? new byte[rest.Length] : default);
            if (i == index) return value;
        }
    }

    private static bool IsEscaped(ReadOnlySpan<byte> rest) => rest[rest.IndexOf((byte)0) + 1] != 0x01;

    /// <summary>Whether every case around a child, up to this node, has a node in it or is the default of a choice without any.</summary>
    private bool IsCaseInUse(SchemaNode child)
    {
        for (SchemaNode node = child; node.Parent is ChoiceNode or CaseNode; node = node.Parent)
        {
            if (node is not CaseNode own || node.Parent is not ChoiceNode choice) continue;
            if (AnyIn(own)) return true;
            if (choice.DefaultCase != own || AnyIn(choice)) return false;
        }

        return true;
    }

    private bool AnyIn(InnerNode caseOrChoice)
    {
        var record = _unit.Record;
        foreach (var child in Layouts(this))
        {
            if (child.End > child.First && IsWithin(child.Node, caseOrChoice)
                && RecordCursor.AnyPresent(child.Unit, record, child.First, child.End)) return true;
        }

        return false;
    }

    private static bool IsWithin(SchemaNode node, InnerNode caseOrChoice)
    {
        for (; node.Parent is ChoiceNode or CaseNode; node = node.Parent)
        {
            if (node.Parent == caseOrChoice) return true;
        }

        return false;
    }
}
