using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>
/// Finds the operation or notification of a document: at the top, or, for an action or a notification of a data node, inside the containers and list entries that lead to it
/// (RFC 7950 §7.15.2, §7.16.2).
/// </summary>
/// <param name="schema">The schema.</param>
/// <param name="kind">Rpc, reply or notification.</param>
internal sealed class OperationSearch(YangSchema schema, DocumentKind kind)
{
    private readonly List<InnerNode> _ancestors = [];

    /// <summary>The nodes that lead to what was found, from the top; empty for an rpc or a top-level notification.</summary>
    public IReadOnlyList<InnerNode> Ancestors => _ancestors;

    /// <summary>Follows the elements down.</summary>
    /// <param name="top">The document's elements.</param>
    /// <returns>The operation or notification, and its element.</returns>
    /// <exception cref="RpcErrorException">There is none, or more than one.</exception>
    public (InnerNode Node, DocumentElement Element) Find(IReadOnlyList<DocumentElement> top)
    {
        InnerNode parent = schema.Root;
        var elements = top;
        while (true)
        {
            var element = Leading(parent, elements);
            var child = element.Module is { } module ? parent.FindChild(module, element.Name) : null;
            switch (child)
            {
                case OperationNode operation when kind != DocumentKind.Notification:
                    return (operation, element);
                case NotificationNode notification when kind == DocumentKind.Notification:
                    return (notification, element);
                case ContainerNode or ListNode:
                    parent = (InnerNode)child;
                    _ancestors.Add(parent);
                    elements = element.Children();
                    break;
                default:
                    throw Unknown(parent, element);
            }
        }
    }

    /// <summary>The path of the node that the operation belongs to, in the tree of the elements that lead to it.</summary>
    /// <param name="data">That tree: one entry of each list.</param>
    public DataPath PathIn(DataTree data)
    {
        var path = new DataPath(schema);
        var node = data.Root;
        foreach (var ancestor in _ancestors)
        {
            if (ancestor is ListNode list)
            {
                foreach (var entry in node.Entries(list)) node = entry;
                path = node.Path;
            }
            else
            {
                // A container with nothing left in it is not in the tree: the path still names it.
                if (node.TryGetChildOrDefault(ancestor, out var child)) node = child;
                path = path.Append(ancestor);
            }
        }

        return path;
    }

    private DocumentElement Leading(InnerNode parent, IReadOnlyList<DocumentElement> elements)
    {
        DocumentElement? found = null;
        foreach (var element in elements)
        {
            if (parent is ListNode list && element.Module == list.Module && list.Keys.Any(k => k.Name == element.Name)) continue;
            if (found is not null) throw Fail(ErrorTag.BadElement, element.Name, $"'{found.Name}' and '{element.Name}': one {What} was expected, and nothing but list keys beside it");
            found = element;
        }

        return found ?? throw Fail(ErrorTag.MissingElement, What, $"{(parent is SchemaRoot ? "the document" : $"'{parent.Name}'")} leads to no {What}");
    }

    private RpcErrorException Unknown(InnerNode parent, DocumentElement element)
    {
        if (element.Module is null) return Fail(ErrorTag.UnknownNamespace, element.Name, $"'{element.Name}' is in no module of the schema");
        return Fail(ErrorTag.UnknownElement, element.Name, $"there is no {What} '{element.Name}' {(parent is SchemaRoot ? "at the top level" : $"in '{parent.Name}'")}");
    }

    private string What => kind == DocumentKind.Notification ? "notification" : "rpc or action";

    private static RpcErrorException Fail(string tag, string element, string message) =>
        new(new RpcError { Type = ErrorType.Protocol, Tag = tag, Message = message, Info = [new ErrorInfo("bad-element", element)] });
}
