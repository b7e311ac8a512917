using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>Makes edits of single nodes.</summary>
internal static class Edits
{
    /// <summary>Sets a leaf.</summary>
    /// <param name="path">The leaf.</param>
    /// <param name="stored">Its value's stored form.</param>
    public static Edit Set(DataPath path, byte[] stored)
    {
        var payload = DataTree.Empty(path.Schema).Edit();
        payload.SetValue(path, stored);
        return new Edit(EditOperation.Replace, path, payload.Seal());
    }

    /// <summary>Makes a list entry, presence container, leaf-list entry, or leaf of the type empty.</summary>
    /// <param name="path">The node.</param>
    /// <param name="operation">Create, or merge.</param>
    /// <param name="insert">Where it goes in a user-ordered list; null for the end.</param>
    public static Edit Make(DataPath path, EditOperation operation, InsertPosition? insert = null)
    {
        var payload = DataTree.Empty(path.Schema).Edit();
        if (path.Node is LeafNode) payload.SetValue(path, []);
        else payload.Create(path);
        return new Edit(operation, path, payload.Seal(), insert);
    }

    /// <summary>Makes a copy of a list entry with other keys.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="path">The copy's path.</param>
    /// <param name="insert">Where it goes in a user-ordered list; null for the end.</param>
    public static Edit Copy(DataNode entry, DataPath path, InsertPosition? insert = null)
    {
        var payload = DataTree.Empty(path.Schema).Edit();
        payload.Create(path);
        foreach (var (name, value) in entry.Tree.AttributesOf(entry.Path)) payload.SetAttribute(path, name, value);
        foreach (var child in entry.Children)
        {
            if (child.Schema is LeafNode { IsKey: true }) continue;
            var target = child.Schema is not (ListNode or LeafListNode) ? path.Append(child.Schema) : path.Append(child.Schema, child.Key.ToArray());
            payload.Replace(target, child);
        }

        return new Edit(EditOperation.Create, path, payload.Seal(), insert);
    }
}
