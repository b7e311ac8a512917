using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>Picks of a change what the rules permit: whole subtrees where that may be, or else as much in them as may be.</summary>
/// <param name="content">What is changed.</param>
/// <param name="denials">What the rules say of a difference.</param>
internal sealed class PermittedEdits(DataTree content, Func<DataDiff, IReadOnlyList<RpcError>> denials)
{
    private readonly List<Edit> _edits = [];
    private DataTree _content = content;

    /// <summary>The edits, in order.</summary>
    public IReadOnlyList<Edit> Edits => _edits;

    /// <summary>Does of a difference what may be done.</summary>
    /// <param name="diff">From the content to what it is to be.</param>
    public void Add(DataDiff diff)
    {
        foreach (var change in diff.Changes)
        {
            switch (change.Kind)
            {
                case DataChangeKind.Deleted:
                    Delete(change.Before);
                    break;
                case DataChangeKind.Created:
                    Create(change.After, diff.After);
                    break;
                case DataChangeKind.ValueChanged:
                    TryAdd(new Edit(EditOperation.Replace, change.After.Path, diff.After));
                    break;
                default:
                    TryAdd(DataMethods.Edits.Make(change.After.Path, EditOperation.Merge, PlaceOf(change.After)));
                    break;
            }
        }
    }

    /// <summary>Deletes a node, or what may be deleted in it.</summary>
    /// <param name="node">The node.</param>
    public void Delete(DataNode node)
    {
        if (TryAdd(new Edit(EditOperation.Remove, node.Path)) || node.Schema is not InnerNode) return;
        foreach (var child in node.Children)
        {
            if (child.Schema is not LeafNode { IsKey: true }) Delete(child);
        }
    }

    private void Create(DataNode node, DataTree after)
    {
        if (TryAdd(new Edit(EditOperation.Merge, node.Path, after, PlaceOf(node))) || node.Schema is not InnerNode) return;
        // Without the entry or presence container there is no place for what is in it.
        if (node.Schema is not ContainerNode { IsPresence: false } && !TryAdd(DataMethods.Edits.Make(node.Path, EditOperation.Merge, PlaceOf(node)))) return;
        foreach (var child in node.Children)
        {
            if (child.Schema is not LeafNode { IsKey: true }) Create(child, after);
        }
    }

    private static InsertPosition? PlaceOf(DataNode node)
    {
        if (node.Schema is not (ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true })) return null;
        return node.Position == 0 ? new InsertPosition(InsertPlace.First, null) : new InsertPosition(InsertPlace.After, node.Parent.Entries(node.Schema).At(node.Position - 1).Key.ToArray());
    }

    private bool TryAdd(Edit edit)
    {
        var editor = _content.Edit();
        if (editor.Apply(edit) is not null) return false;
        var changed = editor.Seal();
        if (denials(new DataDiff(_content, changed)).Count > 0) return false;
        _content = changed;
        _edits.Add(edit);
        return true;
    }
}
