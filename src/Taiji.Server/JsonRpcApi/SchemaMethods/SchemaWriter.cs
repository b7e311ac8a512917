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
    private readonly NodeProperties _properties = new(call.Server.Names, call.Result, call.Server.Operations.StateProviders.Select(p => p.Node).ToHashSet());
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
            if (node is not TypedNode typed || TypeStack.IsPrimitive(typed) || !written.Add(TypeStack.KeyOf(typed))) continue;
            _writer.WritePropertyName(TypeStack.KeyOf(typed));
            new TypeStack(_writer).Write(typed);
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
            InnerNode inner => inner.DataChildren.Concat(inner.Actions).Concat(inner.Notifications),
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
        foreach (var child in children.Concat(parent.Actions).Concat(parent.Notifications)) WriteNode(child, path, instance, levels);
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

        if (node is NotificationNode notification)
        {
            WriteNotification(notification, parent, levels);
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
        _properties.WriteNames(node);
        if (!isApplicable || (KeepsFalseWhens && node.Whens.Count > 0)) _writer.WriteBoolean("evaluated_when_entry"u8, isApplicable);
        _properties.Write(node);
        _properties.WriteAccess(node, rights);
        DataNode? instance = node is OperationNode ? around : WriteInstance(node, path, around);
        WriteInner(node, path, instance, levels);
        _writer.WriteEndObject();
    }

    private void WriteDenied(SchemaNode node)
    {
        _writer.WriteStartObject();
        _writer.WriteString("kind"u8, "access-denies"u8);
        _properties.WriteNames(node);
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

    private void WriteNotification(NotificationNode notification, DataPath parent, long levels)
    {
        var rules = call.Server.Snapshot(call.Session, Datastores.Store.Datastore.Running);
        if (call.Server.AccessControl?.MayReceive(rules, call.Session.Datastores, notification, parent.IsRoot ? null : parent) == false)
        {
            WriteDenied(notification);
            return;
        }

        _writer.WriteStartObject();
        _writer.WriteString("kind"u8, "notification"u8);
        _properties.WriteNames(notification);
        if (levels != 0) WriteChildren(notification, parent, null, levels < 0 ? levels : levels - 1);
        _writer.WriteEndObject();
    }

    private void WriteChoice(ChoiceNode choice, DataPath parent, DataNode? around, long levels)
    {
        _writer.WriteStartObject();
        _writer.WriteString("kind"u8, "choice"u8);
        _properties.WriteNames(choice);
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
        else if (node is LeafNode) _writer.WriteString("value"u8, call.Server.Names.Text(found));
        return found;
    }

    private bool IsApplicable(SchemaNode node, DataNode? around) => around is not { } parent || node.Whens.Count == 0 || new AccessibleTree(tree).AreWhensTrue(parent, node);

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
