using System.Text.Json;
using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Server.JsonRpcApi.SchemaMethods;

/// <summary>Writes what <c>get_schema</c> tells of a node itself.</summary>
/// <param name="names">The names.</param>
/// <param name="writer">In the node's object.</param>
/// <param name="provided">The nodes whose state is asked of a provider.</param>
internal sealed class NodeProperties(SchemaNames names, Utf8JsonWriter writer, IReadOnlySet<SchemaNode> provided)
{
    private const string TailfCommon = "tailf-common";

    /// <summary>Writes its names, and what it is for.</summary>
    /// <param name="node">The node.</param>
    public void WriteNames(SchemaNode node)
    {
        writer.WriteString("name"u8, node.Name);
        writer.WriteString("qname"u8, names.QualifiedName(node));
        writer.WriteString("namespace"u8, node.Module.Namespace);
        writer.WriteString("xml-namespace"u8, node.Module.Namespace);
        if ((Extension(node, "info") ?? node.Description) is not { } text) return;
        writer.WriteStartObject("info"u8);
        writer.WriteString("string"u8, text);
        writer.WriteEndObject();
    }

    /// <summary>Writes what the model says of it.</summary>
    /// <param name="node">The node.</param>
    public void Write(SchemaNode node)
    {
        if (node.IsDataNode) writer.WriteBoolean("config"u8, node.IsConfig);
        if (node is { IsDataNode: true, IsConfig: false }) writer.WriteBoolean("readonly"u8, true);
        WriteFlag("is_config_false_callpoint"u8, provided.Contains(node));
        if (OperationSide(node) is { } side) writer.WriteBoolean(side, true);
        WriteFlag("presence"u8, node is ContainerNode { IsPresence: true });
        WriteFlag("ordered_by"u8, node is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true });
        WriteFlag("hidden"u8, Hiding.GroupsOf(node).Any());
        WriteFlag("is_mount_point"u8, node.Extensions.Any(e => e.Is("ietf-yang-schema-mount", "mount-point")));
        WriteFlag("suppress_echo"u8, node.Extensions.Any(e => e.Is(TailfCommon, "suppress-echo")));
        WriteFlag("is_cli_preformatted"u8, node.Extensions.Any(e => e.Is(TailfCommon, "cli-preformatted")));
        if (node is LeafNode leaf) writer.WriteBoolean("mandatory"u8, leaf.IsMandatory || leaf.IsKey);
        WriteFlag("key"u8, node is LeafNode { IsKey: true });
        if (node is ListNode list) WriteList(list);
        WriteDependencies(node);
        if (node is TypedNode typed) WriteTyped(typed);
    }

    /// <summary>Writes what the user may do with it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="rights">What that is.</param>
    public void WriteAccess(SchemaNode node, NodePermissions rights)
    {
        writer.WriteStartObject("access"u8);
        if (node is OperationNode)
        {
            writer.WriteBoolean("execute"u8, rights.MayExecute);
        }
        else if (node.IsConfig)
        {
            if (node is not LeafNode { IsKey: true } && rights.MayCreate) writer.WriteBoolean("create"u8, true);
            if (rights.MayUpdate) writer.WriteBoolean("update"u8, true);
            if (node is not LeafNode { IsKey: true } && rights.MayDelete) writer.WriteBoolean("delete"u8, true);
        }

        writer.WriteEndObject();
    }

    private static string? Extension(SchemaNode node, string name) => node.Extensions.FirstOrDefault(e => e.Is(TailfCommon, name))?.Argument;

    private static string? OperationSide(SchemaNode node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent)
        {
            if (at is OperationDataNode side) return side.Kind == SchemaNodeKind.Input ? "is_action_input" : "is_action_output";
        }

        return null;
    }

    private void WriteFlag(ReadOnlySpan<byte> name, bool isSo)
    {
        if (isSo) writer.WriteBoolean(name, true);
    }

    private void WriteTexts(ReadOnlySpan<byte> name, List<string> texts)
    {
        if (texts.Count == 0) return;
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private void WriteList(ListNode list)
    {
        writer.WriteStartArray("key"u8);
        foreach (var key in list.Keys) writer.WriteStringValue(key.Name);
        writer.WriteEndArray();
        if (list.MinElements > 0) writer.WriteNumber("min_elements"u8, list.MinElements);
        if (list.MaxElements is { } most) writer.WriteNumber("max_elements"u8, most);
    }

    // What the node's conditions look at: when it changes, they may say otherwise.
    private void WriteDependencies(SchemaNode node)
    {
        var whens = node.Whens.SelectMany(w => ReadsOf(node, w.Expression, w.ContextIsParent ? node.DataParent! : node)).Distinct().ToList();
        var others = node.Musts.SelectMany(m => ReadsOf(node, m.Expression, node));
        if (node is TypedNode { Type: LeafRefType { Target: { } target } }) others = others.Append(names.Tagpath(target));
        WriteTexts("when_targets"u8, whens);
        WriteTexts("deps"u8, [.. whens.Concat(others).Distinct()]);
    }

    private IEnumerable<string> ReadsOf(SchemaNode node, Yang.XPath.XPathExpression expression, SchemaNode context) =>
        XPathBinder.Bind(expression, names.Schema.Root, context, node.Module).Reads.Where(r => !r.IsPassed && r.Node != node && r.Node is not SchemaRoot).Select(r => names.Tagpath(r.Node));

    private void WriteTyped(TypedNode node)
    {
        var isPrimitive = TypeStack.IsPrimitive(node);
        writer.WriteStartObject("type"u8);
        writer.WriteString("name"u8, TypeStack.KeyOf(node));
        writer.WriteBoolean("primitive"u8, isPrimitive);
        if (!isPrimitive) writer.WriteString("namespace"u8, (node.Type.Module ?? node.Module).Namespace);
        writer.WriteEndObject();
        if (TypeStack.GeneratedName(node) is { } generated) writer.WriteString("generated_name"u8, generated);
        if (node.Units is { } units) writer.WriteString("units"u8, units);
        if (node.DefaultTexts is [var text, ..]) writer.WriteString("default"u8, text);
        if (Extension(node, "default-ref") is { } reference)
        {
            writer.WriteStartObject("default_ref"u8);
            writer.WriteString("namespace"u8, node.Module.Namespace);
            writer.WriteString("tagpath"u8, reference);
            writer.WriteEndObject();
        }

        if (node.Type is not LeafRefType leafRef) return;
        writer.WriteBoolean("is_leafref"u8, true);
        if (leafRef.Target is { } target) writer.WriteString("leafref_target"u8, names.Tagpath(target));
        WriteTexts("leafref_groups"u8, [.. LeafRefGroups.Members(node).Select(m => m.Name)]);
    }
}
