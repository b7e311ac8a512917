using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>How the text of a stored value can be made without the type's general <see cref="YangType.Format"/>.</summary>
internal enum ValueStyle : byte
{
    /// <summary>By <see cref="YangType.Format"/>.</summary>
    Formatted,

    /// <summary>A string: the stored form is the text.</summary>
    Text,

    /// <summary>int8, int16 or int32.</summary>
    Signed,

    /// <summary>uint8, uint16 or uint32.</summary>
    Unsigned,

    /// <summary>boolean.</summary>
    Boolean,
}

/// <summary>What the writers need to know of a schema node: names ready to copy, and what is in its subtree.</summary>
internal sealed class NodeNames
{
    internal NodeNames(SchemaNode node)
    {
        var parent = node.DataParent;
        IsQualified = parent is null or SchemaRoot || parent.Module != node.Module;
        JsonShort = Encoding.UTF8.GetBytes($"\"{node.Name}\":");
        JsonFull = Encoding.UTF8.GetBytes($"\"{node.Module.Name}:{node.Name}\":");
        XmlOpen = Encoding.UTF8.GetBytes($"<{node.Name}>");
        XmlOpenNamespace = Encoding.UTF8.GetBytes($"<{node.Name} xmlns=\"{System.Security.SecurityElement.Escape(node.Module.Namespace)}\">");
        XmlClose = Encoding.UTF8.GetBytes($"</{node.Name}>");
        HasState = ReachesState(node);
        IsInChoice = node.Parent is CaseNode;
        IsLeafList = node is LeafListNode;
        var type = (node as TypedNode)?.Type;
        IsFreeText = type is StringType { IsUnrestricted: true };
        Style = type?.BuiltIn switch
        {
            BuiltInType.String when type is StringType { HasPrefixes: false } => ValueStyle.Text,
            BuiltInType.Int8 or BuiltInType.Int16 or BuiltInType.Int32 => ValueStyle.Signed,
            BuiltInType.UInt8 or BuiltInType.UInt16 or BuiltInType.UInt32 => ValueStyle.Unsigned,
            BuiltInType.Boolean => ValueStyle.Boolean,
            _ => ValueStyle.Formatted,
        };
    }

    /// <summary>Whether the node's module is not its data parent's, so that its name is qualified everywhere.</summary>
    public bool IsQualified { get; }

    /// <summary><c>"name":</c>.</summary>
    public byte[] JsonShort { get; }

    /// <summary><c>"module:name":</c>.</summary>
    public byte[] JsonFull { get; }

    /// <summary><c>&lt;name&gt;</c>.</summary>
    public byte[] XmlOpen { get; }

    /// <summary><c>&lt;name xmlns="…"&gt;</c>.</summary>
    public byte[] XmlOpenNamespace { get; }

    /// <summary><c>&lt;/name&gt;</c>.</summary>
    public byte[] XmlClose { get; }

    /// <summary>Whether the node or one below it is <c>config false</c>.</summary>
    public bool HasState { get; }

    /// <summary>Whether the node belongs to a case of a choice.</summary>
    public bool IsInChoice { get; }

    /// <summary>Whether it is a leaf-list, whose values have no names in JSON.</summary>
    public bool IsLeafList { get; }

    /// <summary>Whether it is a string that may be any text, stored as it is.</summary>
    public bool IsFreeText { get; }

    /// <summary>How its values are written.</summary>
    public ValueStyle Style { get; }

    private static bool ReachesState(SchemaNode node)
    {
        if (!node.IsConfig) return true;
        if (node is not InnerNode inner) return false;
        foreach (var child in inner.DataChildren)
        {
            if (ReachesState(child)) return true;
        }

        return false;
    }
}

/// <summary>The <see cref="NodeNames"/> of a schema's nodes by <see cref="SchemaNode.Ordinal"/>, each made when first asked for.</summary>
internal sealed class EncodingTable
{
    private readonly NodeNames?[] _names;

    private EncodingTable(YangSchema schema) => _names = new NodeNames?[schema.Nodes.Count];

    /// <summary>The schema's table.</summary>
    public static EncodingTable Of(YangSchema schema) => schema.SideTable(static s => new EncodingTable(s));

    /// <summary>The names of a node.</summary>
    public NodeNames this[SchemaNode node] => _names[node.Ordinal] ??= new NodeNames(node);
}
