using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>Puts one data resource below the ancestors that its URI names (RFC 8040 §4.4, §4.5).</summary>
internal static class ResourceAncestors
{
    /// <summary>Opens the containers and entries of a path.</summary>
    /// <returns>The innermost node.</returns>
    public static InnerNode Open(DataTreeBuilder builder, DataPath path)
    {
        foreach (var step in path.Steps)
        {
            switch (step.Node)
            {
                case ContainerNode container:
                    builder.OpenContainer(container);
                    break;
                case ListNode { Keys.Count: > 0 } list when step.Key is { } key:
                    OpenEntry(builder, list, key.Span);
                    break;
                default:
                    throw new RpcErrorException(new RpcError
                    {
                        Type = ErrorType.Protocol,
                        Tag = ErrorTag.InvalidValue,
                        Path = path.ToString(),
                        Message = $"'{step.Node.Name}' can't have child resources: a container or a list entry with its keys was expected",
                    });
            }
        }

        return builder.Current;
    }

    /// <summary>Closes them and finds the resource.</summary>
    public static (DataPath Path, DataTree Payload) Close(DataTreeBuilder builder, DataPath parent, SchemaNode child)
    {
        for (var i = 0; i < parent.Steps.Length; i++) builder.Close();
        var tree = builder.Seal();
        if (child is not (ListNode or LeafListNode)) return (parent.Append(child), tree);
        // The parent may be a non-presence container, which exists because the entry does.
        if (!tree.TryFind(parent, out var node)) throw new InvalidOperationException($"'{parent}' is not in the tree built below it");
        return (parent.Append(child, node.Entries(child).At(0).Key.ToArray()), tree);
    }

    /// <summary>Refuses a key: it is there with the entry that the URI names.</summary>
    /// <exception cref="RpcErrorException">data-exists.</exception>
    public static void DemandNoKey(DataPath parent, SchemaNode? child)
    {
        if (child is not LeafNode { IsKey: true } key) return;
        throw new RpcErrorException(new RpcError
        {
            Type = ErrorType.Application,
            Tag = ErrorTag.DataExists,
            Path = parent.Append(key).ToString(),
            Message = $"'{key.Name}' is a key of its list entry, and is there with that",
        });
    }

    private static void OpenEntry(DataTreeBuilder builder, ListNode list, ReadOnlySpan<byte> key)
    {
        builder.OpenEntry(list);
        var scratch = new byte[key.Length];
        for (var i = 0; i < list.Keys.Count; i++) builder.AddLeaf(list.Keys[i], KeyCodec.Take(list, i, ref key, scratch));
    }
}
