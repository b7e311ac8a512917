using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Documents;

/// <summary>The data that a document leans on: what <c>--operational</c> gives, or else only what the document says itself.</summary>
internal static class OtherData
{
    /// <summary>Reads it.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">The file, or null.</param>
    /// <returns>The data; null without a file.</returns>
    public static DataTree? Read(YangSchema schema, string? path)
    {
        if (path is null) return null;
        try
        {
            return new DocumentReader(schema, DocumentKind.Data, allowsState: true).Read(DocumentFile.At(path)).Data;
        }
        catch (RpcErrorException e)
        {
            throw new RpcErrorException([.. e.Errors.Select(x => x with { Message = $"{path}: {x.Message}" })]);
        }
    }

    /// <summary>The document's data laid over the other.</summary>
    /// <param name="document">A datastore's document.</param>
    /// <param name="other">The other data, or null.</param>
    public static DataTree Merge(InstanceDocument document, DataTree? other)
    {
        if (other is null) return document.Data;
        var editor = other.Edit();
        editor.Merge(new DataPath(other.Schema), document.Data.Root);
        return editor.Seal();
    }

    /// <summary>The data around an operation or notification, and the node that it belongs to.</summary>
    /// <param name="document">The document.</param>
    /// <param name="other">The other data, or null.</param>
    /// <exception cref="RpcErrorException">data-missing: the node isn't there.</exception>
    public static (DataTree Data, DataNode Parent) Around(InstanceDocument document, DataTree? other)
    {
        var data = other ?? document.Data;
        var path = document.Path!.Parent;
        if (TryFind(data, path, out var parent)) return (data, parent);
        if (other is null) return (data, data.Root);
        throw new RpcErrorException(new RpcError
        {
            Type = ErrorType.Application,
            Tag = ErrorTag.DataMissing,
            Path = path.ToString(),
            Message = "the node that the action or notification belongs to is not in the operational data",
        });
    }

    /// <summary>Finds a node, non-presence containers without content included.</summary>
    /// <param name="data">The data.</param>
    /// <param name="path">The path.</param>
    /// <param name="node">The node.</param>
    public static bool TryFind(DataTree data, DataPath path, out DataNode node)
    {
        if (path.IsRoot)
        {
            node = data.Root;
            return true;
        }

        return data.TryFind(path, out node)
            || (TryFind(data, path.Parent, out var parent) && path.Node is not (ListNode or LeafListNode) && parent.TryGetChildOrDefault(path.Node, out node));
    }
}
