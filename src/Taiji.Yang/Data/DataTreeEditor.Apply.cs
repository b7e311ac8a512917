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
            case EditOperation.None:
                return edit.Payload is null ? null : EditChecks.MissingOf(now, target, edit.Payload);
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
        TransferFrom(target, SourceOf(edit), edit.Operation == EditOperation.Merge, edit.Insert);
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
