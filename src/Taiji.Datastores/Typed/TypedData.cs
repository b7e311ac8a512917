using System.Collections;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Typed;

/// <summary>
/// Data as objects: a class stands for a container or list entry, its properties for what is in it. Classes have a parameterless constructor; properties with a setter (or init) take
/// part, by their names in lower case with hyphens or by <see cref="YangNameAttribute"/>: a nullable one for a leaf, a class for a container, an array or list for a list or leaf-list.
/// </summary>
public static class TypedData
{
    /// <summary>The object of a container or list entry; null when it isn't there.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="tree">The data.</param>
    /// <param name="path">The container or entry. Leaves that have a value, also by default, and lists are read.</param>
    /// <exception cref="TypedDataException">The class and the schema don't go together, or a value goes into no property.</exception>
    public static T? Get<T>(this DataTree tree, DataPath path)
        where T : class => tree.TryFind(path, out var node) ? (T)Read(node, typeof(T)) : null;

    /// <summary>All entries of a list as objects, in their order.</summary>
    /// <typeparam name="T">Their class.</typeparam>
    /// <param name="tree">The data.</param>
    /// <param name="list">The list, without keys.</param>
    public static IEnumerable<T> GetAll<T>(this DataTree tree, DataPath list)
        where T : class
    {
        if (!list.Parent.IsRoot && !tree.TryFind(list.Parent, out _)) yield break;
        var parent = list.Parent.IsRoot ? tree.Root : tree.TryFind(list.Parent, out var found) ? found : default;
        foreach (var entry in parent.Entries(list.Node)) yield return (T)Read(entry, typeof(T));
    }

    /// <summary>An edit that puts an object where a container or list entry is, or makes it: properties that are null are not there afterwards.</summary>
    /// <param name="path">The container or entry.</param>
    /// <param name="value">The object; its keys are the path's.</param>
    /// <exception cref="TypedDataException">The class and the schema don't go together, or a value is none of its leaf's type.</exception>
    public static Edit Replace(DataPath path, object value) => Make(EditOperation.Replace, path, value);

    /// <summary>An edit that sets what an object has: properties that are null stay as they are.</summary>
    /// <param name="path">The container or entry.</param>
    /// <param name="value">The object; its keys are the path's.</param>
    /// <exception cref="TypedDataException">The class and the schema don't go together, or a value is none of its leaf's type.</exception>
    public static Edit Merge(DataPath path, object value) => Make(EditOperation.Merge, path, value);

    /// <summary>Puts an object into a transaction (<see cref="Replace"/>).</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="path">The container or entry.</param>
    /// <param name="value">The object.</param>
    public static void Set(this ConfigurationTransaction transaction, DataPath path, object value) => transaction.Edit(Replace(path, value));

    private static Edit Make(EditOperation operation, DataPath path, object value)
    {
        var editor = DataTree.Empty(path.Schema).Edit();
        editor.Create(path);
        Write(editor, path, value);
        return new Edit(operation, path, editor.Seal());
    }

    private static object Read(DataNode node, Type type)
    {
        var value = Activator.CreateInstance(type) ?? throw new TypedDataException($"{type.Name} can't be made.");
        foreach (var property in TypedProperty.Of(type))
        {
            var schema = property.Find((InnerNode)node.Schema);
            try
            {
                if (ReadProperty(node, schema, property) is { } content) property.Property.SetValue(value, content);
            }
            catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException)
            {
                throw property.Fault($"the value of {node.Path}/{schema.Name} doesn't go into a {property.Property.PropertyType.Name}", e);
            }
        }

        return value;
    }

    private static object? ReadProperty(DataNode node, SchemaNode schema, TypedProperty property)
    {
        if (property.ItemType is { } item)
        {
            var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            foreach (var entry in node.Entries(schema)) items.Add(schema is ListNode ? Read(entry, item) : ScalarText.Parse(entry.ValueText, item));
            if (!property.Property.PropertyType.IsArray) return items;
            var array = Array.CreateInstance(item, items.Count);
            items.CopyTo(array, 0);
            return array;
        }

        if (schema is LeafNode) return node.TryGetChildOrDefault(schema, out var leaf) ? ScalarText.Parse(leaf.ValueText, property.Property.PropertyType) : null;
        return node.TryGetChild(schema, out var child) ? Read(child, property.Property.PropertyType) : null;
    }

    private static void Write(DataTreeEditor editor, DataPath path, object value)
    {
        var inner = (InnerNode)path.Node;
        foreach (var property in TypedProperty.Of(value.GetType()))
        {
            var schema = property.Find(inner);
            if (property.Property.GetValue(value) is not { } content) continue;
            if (schema is LeafNode { IsKey: true } && !path.IsRoot && path.Node is ListNode) continue;
            try
            {
                WriteProperty(editor, path, schema, content);
            }
            catch (ArgumentException e)
            {
                throw property.Fault(e.Message, e);
            }
        }
    }

    private static void WriteProperty(DataTreeEditor editor, DataPath path, SchemaNode schema, object content)
    {
        var name = $"{schema.Module.Name}:{schema.Name}";
        switch (schema)
        {
            case LeafNode { Type: Taiji.Yang.Types.EmptyType }:
                if (content is true) editor.SetText(path.Child(name), "");
                break;

            case LeafNode:
                editor.SetText(path.Child(name), ScalarText.Format(content));
                break;

            case LeafListNode:
                foreach (var item in (IEnumerable)content) editor.Create(path.Entry(name, ScalarText.Format(item)));
                break;

            case ListNode list:
                foreach (var item in (IEnumerable)content)
                {
                    var keys = TypedProperty.Of(item.GetType()).ToDictionary(p => p.Find(list), p => p);
                    var entry = path.Entry(name, [.. list.Keys.Select(k => keys.TryGetValue(k, out var p) && p.Property.GetValue(item) is { } key
                        ? ScalarText.Format(key) : throw new TypedDataException($"{item.GetType().Name} has no value for the key '{k.Name}' of {list.SchemaPath}."))]);
                    editor.Create(entry);
                    Write(editor, entry, item);
                }

                break;

            default:
                editor.Create(path.Child(name));
                Write(editor, path.Child(name), content);
                break;
        }
    }
}
