using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>
/// Refuses edits whose outcome would tell of what may not be read, before anybody looks at the content: a node that the session may neither read nor write isn't created, deleted
/// or merged to see whether it is there, or has a certain value. The error names what the request named.
/// </summary>
internal sealed class NacmProbes(NacmDecisions decisions)
{
    private readonly NacmReadView _view = new(decisions);
    private readonly List<RpcError> _errors = [];

    /// <summary>An access-denied for each edit, or node in an edit, that is refused.</summary>
    /// <param name="edits">The edits.</param>
    public IReadOnlyList<RpcError> Check(IEnumerable<Edit> edits)
    {
        foreach (var edit in edits)
        {
            if (edit.Operation is EditOperation.Delete or EditOperation.Remove or EditOperation.Create || edit.Attributes is not null) CheckTarget(edit);
            if (edit.Payload is { } payload && edit.Operation != EditOperation.None) CheckPayload(payload, edit.Target);
        }

        return _errors;
    }

    private void CheckTarget(Edit edit)
    {
        if (edit.Target.IsRoot || edit.Target.Node is ContainerNode { IsPresence: false } || _view.IsReadable(edit.Target)) return;
        var operation = edit.Operation switch { EditOperation.Create => AccessOperations.Create, EditOperation.None => AccessOperations.Update, _ => AccessOperations.Delete };
        if (!decisions.IsPermittedAt(edit.Target.Node, edit.Target, operation)) _errors.Add(NacmErrors.Denied(edit.Target.ToString()));
    }

    private void CheckPayload(DataTree payload, DataPath target)
    {
        if (target.IsRoot)
        {
            foreach (var child in payload.Root.Children) CheckNode(child, isReachable: true);
        }
        else if (payload.TryFind(target, out var node))
        {
            CheckNode(node, _view.IsReadable(target.Parent));
        }
    }

    private void CheckNode(DataNode node, bool isReachable)
    {
        // Keys are there for naming.
        if (node.Schema is LeafNode { IsKey: true }) return;
        isReachable = isReachable && _view.IsReadable(node);
        if (isReachable && _view.IsWholeReadable(node.Schema)) return;
        var isNaming = true;
        if (node.Schema is InnerNode)
        {
            foreach (var child in node.Children)
            {
                isNaming &= child.Schema is LeafNode { IsKey: true };
                CheckNode(child, isReachable);
            }

            // With more in it, that is judged.
            if (!isNaming) return;
        }

        if (!isReachable && !decisions.IsPermitted(node, AccessOperations.Create) && !decisions.IsPermitted(node, AccessOperations.Update))
            _errors.Add(NacmErrors.Denied(node.Path.ToString()));
    }
}
