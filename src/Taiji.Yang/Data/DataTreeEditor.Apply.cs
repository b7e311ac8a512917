using Taiji.Yang.Data.Attributes;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

public sealed partial class DataTreeEditor
{
    /// <summary>Applies one edit with all of its rules (RFC 6241 §7.2; RFC 7950 §7.5.8, §7.6.7, §7.7.9, §7.8.6).</summary>
    /// <param name="edit">The edit.</param>
    /// <returns>Null, or why not (data-exists, data-missing, bad-attribute for an unknown insert anchor …) with the tree as it was before this edit.</returns>
    public RpcError? Apply(Edit edit)
    {
        // Everything that can go wrong is looked at before anything is changed.
        var now = Peek();
        var target = edit.Target;
        switch (edit.Operation)
        {
            case EditOperation.None when edit.Attributes is { } attributes:
                return Annotate(now, target, attributes);
            case EditOperation.None:
                if (edit.Payload is null) return null;
                if (EditChecks.MissingOf(now, target, edit.Payload) is { } missing) return missing;
                if (!edit.Payload.Attributes.IsEmpty) TransferAttributes(edit, edit.Payload.Attributes, true);
                return null;
            case EditOperation.Delete or EditOperation.Remove:
                if (IsKey(target)) return EditChecks.Error(ErrorTag.OperationNotSupported, target, "a key leaf can't be deleted without its list entry");
                if (edit.Operation == EditOperation.Delete && !EditChecks.Exists(now, target))
                    return EditChecks.Error(ErrorTag.DataMissing, target, "the data to delete does not exist");
                Remove(target);
                return null;
        }

        if (edit.Operation == EditOperation.Create && EditChecks.Exists(now, target)) return EditChecks.Error(ErrorTag.DataExists, target, "the data to create exists already");
        if (edit.Insert is { } insert && EditChecks.InsertError(now, target, insert) is { } error) return error;
        if (IsKey(target)) return MergeKey(target, edit.Payload);
        var isMerge = edit.Operation == EditOperation.Merge;
        TransferFrom(target, SourceOf(edit), isMerge, edit.Insert);
        if (edit.Payload is { } payload && (target.IsRoot || !payload.Attributes.IsEmpty)) TransferAttributes(edit, payload.Attributes, isMerge);
        return null;
    }

    private void TransferAttributes(Edit edit, NodeAttributes theirs, bool merge)
    {
        var target = edit.Target;
        if (!target.IsWholeList)
        {
            TransferAttributes(target, theirs.At(target.Steps), merge);
            return;
        }

        foreach (var (step, below) in theirs.At(target.Parent.Steps).Below)
        {
            if (step.Node == target.Node) TransferAttributes(target.Parent.Append(step.Node, step.Key), below, merge);
        }
    }

    private RpcError? Annotate(DataTree now, DataPath target, IReadOnlyDictionary<string, string?> attributes)
    {
        if (target.IsRoot || target.IsWholeList || target.Steps[^1].Position is not null)
            return EditChecks.Error(ErrorTag.OperationNotSupported, target, "attributes are of single nodes below the root");
        // What is gone has lost its attributes with it.
        if (attributes.Values.All(v => v is null) && !EditChecks.Exists(now, target)) return null;
        if (!EditChecks.Exists(now, target)) return EditChecks.Error(ErrorTag.DataMissing, target, "the node that attributes are set on does not exist");
        foreach (var (name, value) in attributes) SetAttribute(target, name, value);
        return null;
    }

    /// <summary>Setting a key to the value it has makes sure of its entry; any other value would be another entry.</summary>
    private RpcError? MergeKey(DataPath target, DataTree? payload)
    {
        var entry = target.Parent;
        if (payload is not null && !payload.TryFind(entry, out _))
            return EditChecks.Error(ErrorTag.InvalidValue, target, "a key leaf can't be changed: it is part of its list entry's name");
        Create(entry);
        return null;
    }

    private static UnitHandle? SourceOf(Edit edit)
    {
        if (edit.Payload is not { } payload) return null;
        if (edit.Target.IsWholeList || edit.Target.Node is not (ListNode or LeafListNode)) return payload.FindUnit(edit.Target);
        return payload.TryFind(edit.Target, out var node) ? node.Unit : null;
    }

    private bool IsKey(DataPath path) => !path.IsRoot && Layouts[path.Node].KeyIndex >= 0;
}
