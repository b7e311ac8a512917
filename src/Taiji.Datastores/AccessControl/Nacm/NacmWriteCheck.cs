using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>Checks a change node by node (RFC 8341 §3.2.5): what is created, changed and deleted, but not what goes as a side effect. Names no node that may not be read.</summary>
internal sealed class NacmWriteCheck(NacmDecisions decisions, DataDiff diff, Func<DataNode, bool>? isVoid)
{
    private readonly NacmReadView _view = new(decisions);
    private readonly List<RpcError> _errors = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>An access-denied for each change that is refused.</summary>
    public IReadOnlyList<RpcError> Run()
    {
        foreach (var change in diff.Changes)
        {
            switch (change.Kind)
            {
                case DataChangeKind.Created: CheckSubtree(change.After, AccessOperations.Create); break;
                case DataChangeKind.Deleted: CheckDeleted(change.Before); break;
                default: CheckNode(change.After, AccessOperations.Update); break;
            }
        }

        // Whoever may change a node may annotate it.
        foreach (var change in diff.AttributeChanges)
        {
            if (diff.After.TryFind(change.Path, out var node)) CheckAnnotated(node);
        }

        return _errors;
    }

    private void CheckAnnotated(DataNode node)
    {
        var isNew = !diff.Before.TryFind(node.Path, out _);
        CheckNode(node, isNew ? AccessOperations.Create : AccessOperations.Update);
    }

    private void CheckDeleted(DataNode node)
    {
        if (decisions.IsWholePermitted(node.Schema, AccessOperations.Delete)) return;
        // RFC 8341 §3.2.5: the other cases of a choice, and what a when takes along, go without a right to delete them.
        if (ChoiceCases.IsReplaced(node, diff.After) || isVoid?.Invoke(node) == true) return;
        CheckSubtree(node, AccessOperations.Delete);
    }

    private void CheckSubtree(DataNode node, AccessOperations operation)
    {
        if (decisions.IsWholePermitted(node.Schema, operation)) return;
        if (!CheckNode(node, operation) || node.Schema is not InnerNode) return;
        foreach (var child in node.Children) CheckSubtree(child, operation);
    }

    private bool CheckNode(DataNode node, AccessOperations operation)
    {
        if (decisions.IsPermitted(node, operation)) return true;
        var path = NacmPaths.Readable(_view, node.Path);
        if (_named.Add(path.ToString())) _errors.Add(NacmErrors.Denied(path.IsRoot ? null : path.ToString()));
        return false;
    }
}
