using System.Text.Json;
using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.SchemaMethods;

/// <summary>Writes schema nodes as <c>get_schema</c> shows them.</summary>
/// <param name="call">The call.</param>
/// <param name="transaction">The transaction.</param>
/// <param name="tree">The values.</param>
internal sealed class SchemaWriter(MethodCall call, WebTransaction transaction, DataTree tree)
{
    private readonly Utf8JsonWriter _writer = call.Result;
    private readonly SchemaNames _names = call.Server.Names;
    private readonly Func<DataNode, bool>? _readable = call.Server.Readable(call.Session);

    /// <summary>How deep; -1 without limit.</summary>
    public required long Levels { get; init; }

    /// <summary>Whether values are written.</summary>
    public required bool InsertsValues { get; init; }

    /// <summary>Whether nodes whose when is false stay, and tell it.</summary>
    public required bool KeepsFalseWhens { get; init; }

    /// <summary>Whether lists show their own children only.</summary>
    public required bool StopsOnList { get; init; }

    /// <summary>Writes the types of all typed nodes below.</summary>
    /// <param name="nodes">The top nodes.</param>
    public void WriteTypes(IReadOnlyList<SchemaNode> nodes)
    {
        _writer.WriteStartObject("types"u8);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes.SelectMany(n => Below(n, Levels)))
        {
            if (node is not TypedNode typed || TypeStack.IsPrimitive(typed.Type) || !written.Add(TypeStack.KeyOf(typed))) continue;
            _writer.WritePropertyName(TypeStack.KeyOf(typed));
            new TypeStack(_writer).Write(TypeStack.KeyOf(typed), typed.Type);
        }

        _writer.WriteEndObject();
    }

    /// <summary>Writes a module, or all.</summary>
    /// <param name="module">The module; null for all.</param>
    /// <param name="nodes">Its top nodes.</param>
    public void WriteModule(YangModule? module, IReadOnlyList<SchemaNode> nodes)
    {
        _writer.WriteStartObject();
        _writer.WriteString("kind"u8, "module"u8);
        if (module is not null) _writer.WriteString("name"u8, module.Name);
        _writer.WriteStartArray("children"u8);
        var root = new DataPath(call.Server.Schema);
        foreach (var node in nodes) WriteNode(node, root, InsertsValues ? tree.Root : null, Levels);
        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    /// <summary>Writes the node that a path names.</summary>
    /// <param name="keypath">The path.</param>
    public void WriteTop(Keypath keypath)
    {
        var parent = keypath.Operation is not null || keypath.Path is null ? TagpathOf(keypath.Node.DataParent) : keypath.Path.Parent;
        DataNode? around = InsertsValues && keypath is { Path: not null, Operation: null } && tree.TryFindInUse(keypath.Path.Parent, _readable, out var found) ? found : null;
        WriteNode(keypath.Node, parent, around, Levels, keypath.Operation is null ? keypath.Path : null);
    }

    private static IEnumerable<SchemaNode> Below(SchemaNode node, long levels)
    {
        yield return node;
        if (levels == 0) yield break;
        IEnumerable<SchemaNode> children = node switch
        {
            OperationNode operation => operation.Input.DataChildren.Concat(operation.Output.DataChildren),
            InnerNode inner => inner.DataChildren.Concat(inner.Actions),
            _ => [],
        };
        foreach (var inner in children.SelectMany(c => Below(c, levels < 0 ? levels : levels - 1))) yield return inner;
    }

    private DataPath TagpathOf(SchemaNode? node)
    {
        var steps = new Stack<DataPathStep>();
        for (; node is { IsDataNode: true }; node = node.DataParent) steps.Push(new DataPathStep(node));
        return new DataPath(call.Server.Schema, [.. steps]);
    }

    private void WriteChildren(InnerNode parent, DataPath path, DataNode? instance, long levels)
    {
        _writer.WriteStartArray("children"u8);
        var children = parent.Children.AsEnumerable();
        // Keys first, in their order.
        if (parent is ListNode list) children = list.Keys.Concat(children.Except(list.Keys));
        foreach (var child in children.Concat(parent.Actions)) WriteNode(child, path, instance, levels);
        _writer.WriteEndArray();
    }

    private void WriteNode(SchemaNode node, DataPath parent, DataNode? around, long levels, DataPath? exact = null)
    {
        if (Hiding.IsHidden(node, transaction)) return;
        if (node is ChoiceNode choice)
        {
            WriteChoice(choice, parent, around, levels);
            return;
        }

        if (node is not (OperationNode or { IsDataNode: true })) return;
        var path = exact ?? (node.IsDataNode && parent.RootNode is SchemaRoot && node.DataParent is not OperationDataNode ? parent.Append(node) : parent);
        var rights = NodeRights.Of(call, node, path);
        if (!rights.MayRead)
        {
            WriteDenied(node);
            return;
        }

        var isApplicable = IsApplicable(node, around);
        if (!isApplicable && !KeepsFalseWhens) return;
        var isEntry = exact is { IsWholeList: false } && node is ListNode;
        _writer.WriteStartObject();
        _writer.WriteString("kind"u8, isEntry ? "list-entry" : KindOf(node));
        WriteNames(node);
        if (!isApplicable || (KeepsFalseWhens && node.Whens.Count > 0)) _writer.WriteBoolean("evaluated_when_entry"u8, isApplicable);
        WriteProperties(node);
        WriteAccess(node, rights);
        DataNode? instance = node is OperationNode ? around : WriteInstance(node, path, around);
        WriteInner(node, path, instance, levels);
        _writer.WriteEndObject();
    }

    private void WriteDenied(SchemaNode node)
    {
        _writer.WriteStartObject();
        _writer.WriteString("kind"u8, "access-denies"u8);
        WriteNames(node);
        _writer.WriteEndObject();
    }

    private void WriteInner(SchemaNode node, DataPath path, DataNode? instance, long levels)
    {
        if (levels == 0) return;
        var next = StopsOnList && node is ListNode ? 0 : levels < 0 ? levels : levels - 1;
        if (node is OperationNode operation)
        {
            _writer.WriteStartArray("children"u8);
            foreach (var child in operation.Input.Children) WriteNode(child, path, null, next);
            foreach (var child in operation.Output.Children) WriteNode(child, path, null, next);
            _writer.WriteEndArray();
        }
        else if (node is InnerNode inner)
        {
            WriteChildren(inner, path, path.IsWholeList ? null : instance, next);
        }
    }

    private void WriteChoice(ChoiceNode choice, DataPath parent, DataNode? around, long levels)
    {
        _writer.WriteStartObject();
        _writer.WriteString("kind"u8, "choice"u8);
        WriteNames(choice);
        _writer.WriteBoolean("mandatory"u8, choice.IsMandatory);
        if (choice.DefaultCase is { } byDefault) _writer.WriteString("default"u8, byDefault.Name);
        if (around is { } instance && GetCase.ActiveCase(choice, instance) is { } active) _writer.WriteString("active"u8, active.Name);
        _writer.WriteStartArray("cases"u8);
        foreach (var child in choice.Children.OfType<CaseNode>().Where(c => !Hiding.IsHidden(c, transaction)))
        {
            _writer.WriteStartObject();
            _writer.WriteString("kind"u8, "case"u8);
            _writer.WriteString("name"u8, child.Name);
            WriteChildren(child, parent, around, levels);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private void WriteNames(SchemaNode node)
    {
        _writer.WriteString("name"u8, node.Name);
        _writer.WriteString("qname"u8, _names.QualifiedName(node));
        _writer.WriteString("namespace"u8, node.Module.Namespace);
        if (node.Description is not { } description) return;
        _writer.WriteStartObject("info"u8);
        _writer.WriteString("string"u8, description);
        _writer.WriteEndObject();
    }

    private void WriteProperties(SchemaNode node)
    {
        if (node.IsDataNode) _writer.WriteBoolean("config"u8, node.IsConfig);
        if (node is { IsDataNode: true, IsConfig: false }) _writer.WriteBoolean("readonly"u8, true);
        if (OperationSide(node) is { } side) _writer.WriteBoolean(side, true);
        if (node is ContainerNode { IsPresence: true }) _writer.WriteBoolean("presence"u8, true);
        if (node is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true }) _writer.WriteBoolean("ordered_by"u8, true);
        if (Hiding.GroupsOf(node).Any()) _writer.WriteBoolean("hidden"u8, true);
        if (node is LeafNode leaf) _writer.WriteBoolean("mandatory"u8, leaf.IsMandatory || leaf.IsKey);
        if (node is LeafNode { IsKey: true }) _writer.WriteBoolean("key"u8, true);
        if (node is ListNode list)
        {
            _writer.WriteStartArray("key"u8);
            foreach (var key in list.Keys) _writer.WriteStringValue(key.Name);
            _writer.WriteEndArray();
            if (list.MinElements > 0) _writer.WriteNumber("min_elements"u8, list.MinElements);
            if (list.MaxElements is { } most) _writer.WriteNumber("max_elements"u8, most);
        }

        if (node.Whens.Count > 0)
        {
            _writer.WriteStartArray("when_targets"u8);
            foreach (var when in node.Whens) _writer.WriteStringValue(when.Expression.Text);
            _writer.WriteEndArray();
        }

        if (node is TypedNode typed) WriteTyped(typed);
    }

    private void WriteTyped(TypedNode node)
    {
        _writer.WriteStartObject("type"u8);
        _writer.WriteString("name"u8, TypeStack.KeyOf(node));
        _writer.WriteBoolean("primitive"u8, TypeStack.IsPrimitive(node.Type));
        if (!TypeStack.IsPrimitive(node.Type)) _writer.WriteString("namespace"u8, node.Module.Namespace);
        _writer.WriteEndObject();
        if (node.Units is { } units) _writer.WriteString("units"u8, units);
        if (node.DefaultTexts is [var text, ..]) _writer.WriteString("default"u8, text);
        if (node.Type is not LeafRefType leafRef) return;
        _writer.WriteBoolean("is_leafref"u8, true);
        if (leafRef.Target is { } target) _writer.WriteString("leafref_target"u8, _names.Tagpath(target));
    }

    private void WriteAccess(SchemaNode node, Datastores.AccessControl.NodePermissions rights)
    {
        _writer.WriteStartObject("access"u8);
        if (node is OperationNode)
        {
            _writer.WriteBoolean("execute"u8, rights.MayExecute);
        }
        else if (node.IsConfig)
        {
            if (node is not LeafNode { IsKey: true } && rights.MayCreate) _writer.WriteBoolean("create"u8, true);
            if (rights.MayUpdate) _writer.WriteBoolean("update"u8, true);
            if (node is not LeafNode { IsKey: true } && rights.MayDelete) _writer.WriteBoolean("delete"u8, true);
        }

        _writer.WriteEndObject();
    }

    // The node's own instance; null where it isn't there or there are many.
    private DataNode? WriteInstance(SchemaNode node, DataPath path, DataNode? around)
    {
        if (around is not { } parent || path.IsWholeList) return null;
        DataNode found;
        if (node is ListNode)
        {
            if (!tree.TryFindInUse(path, _readable, out found)) return null;
        }
        else if (node is LeafListNode || !parent.TryGetChildOrDefault(node, out found) || !found.IsVisible(_readable))
        {
            if (node is LeafNode { Type.BuiltIn: BuiltInType.Empty } or ContainerNode { IsPresence: true }) _writer.WriteBoolean("exists"u8, false);
            return null;
        }

        if (node is LeafNode { Type.BuiltIn: BuiltInType.Empty } or ContainerNode { IsPresence: true }) _writer.WriteBoolean("exists"u8, true);
        else if (node is LeafNode) _writer.WriteString("value"u8, _names.Text(found));
        return found;
    }

    private bool IsApplicable(SchemaNode node, DataNode? around)
    {
        if (around is not { } parent) return true;
        foreach (var when in node.Whens)
        {
            // A condition from the node's own place begins one step further down: without an instance it is left open.
            var isThere = parent.TryGetChildOrDefault(node, out var own);
            if (!when.ContextIsParent && !isThere) continue;
            var context = when.ContextIsParent ? parent : own;
            if (!new XPathEvaluator(new AccessibleTree(tree)).EvaluateBoolean(when.Expression, new XPathNode(context), node.Module)) return false;
        }

        return true;
    }

    private static string? OperationSide(SchemaNode node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent)
        {
            if (at is OperationDataNode side) return side.Kind == SchemaNodeKind.Input ? "is_action_input" : "is_action_output";
        }

        return null;
    }

    private static string KindOf(SchemaNode node) => node switch
    {
        OperationNode => "action",
        ContainerNode => "container",
        ListNode => "list",
        LeafNode { IsKey: true } => "key",
        LeafListNode => "leaf-list",
        _ => "leaf",
    };
}
