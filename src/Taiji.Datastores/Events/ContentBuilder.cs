using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>Builds the content of the server's own notifications by names and canonical texts.</summary>
internal sealed class ContentBuilder
{
    private readonly YangSchema _schema;
    private readonly DataTreeBuilder _builder;

    /// <summary>Begins an empty content.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="notification">The notification.</param>
    public ContentBuilder(YangSchema schema, NotificationNode notification)
    {
        _schema = schema;
        _builder = new DataTreeBuilder(schema, notification);
    }

    /// <summary>Adds a leaf; nothing when the text is null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its canonical text.</param>
    public ContentBuilder Leaf(string name, string? text)
    {
        if (text is null) return this;
        var leaf = (LeafNode)Child(name);
        _builder.AddLeaf(leaf, TextAccess.Parse(_schema, leaf, text));
        return this;
    }

    /// <summary>Adds an entry of a leaf-list.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its canonical text.</param>
    public ContentBuilder Entry(string name, string text)
    {
        var leafList = (LeafListNode)Child(name);
        _builder.AddLeafListEntry(leafList, TextAccess.Parse(_schema, leafList, text));
        return this;
    }

    /// <summary>Opens a container or a new list entry.</summary>
    /// <param name="name">Its name.</param>
    public ContentBuilder Open(string name)
    {
        if (Child(name) is ListNode list) _builder.OpenEntry(list);
        else _builder.OpenContainer((ContainerNode)Child(name));
        return this;
    }

    /// <summary>Closes what was opened last.</summary>
    public ContentBuilder Close()
    {
        _builder.Close();
        return this;
    }

    /// <summary>The content.</summary>
    public DataTree Build() => _builder.Seal();

    private SchemaNode Child(string name) =>
        _builder.Current.FindChild(_builder.Current.Module, name) ?? throw new InvalidOperationException($"{_builder.Current.SchemaPath} has no '{name}'.");
}
