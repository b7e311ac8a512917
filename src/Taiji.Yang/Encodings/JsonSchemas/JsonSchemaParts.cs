using System.Text.Json.Nodes;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings.JsonSchemas;

/// <summary>
/// JSON Schemas (2020-12) of single schema nodes in RFC 7951's encoding, which refer to those of the containers and lists below them: for documents that keep each by a name of its own.
/// What they can say is what <see cref="JsonSchemaWriter"/>'s can.
/// </summary>
public sealed class JsonSchemaParts
{
    private readonly NodeSchema _nodes;

    /// <summary>Makes schemas of a compiled schema's nodes.</summary>
    /// <param name="schema">The compiled schema.</param>
    /// <param name="reference">The <c>$ref</c> to the schema of a container, or of the entries of a list.</param>
    /// <param name="audience">Whom they are for; null for who sees everything.</param>
    public JsonSchemaParts(YangSchema schema, Func<InnerNode, string> reference, IJsonSchemaAudience? audience = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(reference);
        _nodes = new NodeSchema(schema, reference, audience);
    }

    /// <summary>The schema of a node's value: of a list or leaf-list the array.</summary>
    /// <param name="node">A data node.</param>
    public JsonObject Value(SchemaNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return _nodes.Of(node, IsData(node));
    }

    /// <summary>The schema of the object that a container, an entry of a list, an input, an output or a notification is.</summary>
    /// <param name="node">The node.</param>
    public JsonObject Object(InnerNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return _nodes.Inner(node, IsData(node));
    }

    /// <summary>The name of the member that a node is: with its module's where that is another than the parent's (RFC 7951 §4).</summary>
    /// <param name="node">A data node.</param>
    public static string MemberName(SchemaNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return ChoiceSchema.MemberName(node);
    }

    private static bool IsData(SchemaNode node)
    {
        for (SchemaNode? n = node; n is not null; n = n.Parent)
        {
            if (n is OperationDataNode or NotificationNode) return false;
        }

        return true;
    }
}
