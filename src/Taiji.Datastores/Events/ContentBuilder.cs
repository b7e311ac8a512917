using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Datastores.Events;

/// <summary>Builds the content of the server's own notifications by names and canonical texts.</summary>
internal sealed class ContentBuilder
{
    private readonly YangSchema _schema;
    private readonly StoredTexts? _known;
    private readonly DataTreeBuilder _builder;

    /// <summary>Begins an empty content.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="notification">The notification.</param>
    /// <param name="known">Texts that come again and again; null for none.</param>
    public ContentBuilder(YangSchema schema, NotificationNode notification, StoredTexts? known = null)
    {
        _schema = schema;
        _known = known;
        _builder = new DataTreeBuilder(schema, notification);
    }

    /// <summary>Adds a leaf; nothing when the text is null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its canonical text.</param>
    public ContentBuilder Leaf(string name, string? text)
    {
        if (text is null) return this;
        var leaf = (LeafNode)Child(name);
        _builder.AddLeaf(leaf, _known is null ? TextAccess.Parse(_schema, leaf, text) : _known.Of(leaf, text));
        return this;
    }

    /// <summary>Adds a leaf that names a node.</summary>
    /// <param name="name">Its name; of type instance-identifier.</param>
    /// <param name="path">The node's path.</param>
    public ContentBuilder Leaf(string name, DataPath path)
    {
        var leaf = (LeafNode)Child(name);
        var text = path.ToString();
        // A path's text is what is stored of an instance-identifier, but for keys with both kinds of quotes: those have none (RFC 7950 §9.13).
        var isStored = leaf.Type.BuiltIn == BuiltInType.InstanceIdentifier && !(text.Contains('\'') && text.Contains('"'));
        _builder.AddLeaf(leaf, isStored ? Encoding.UTF8.GetBytes(text) : TextAccess.Parse(_schema, leaf, text));
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
