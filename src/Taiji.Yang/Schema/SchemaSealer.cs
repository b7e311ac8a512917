using System.Globalization;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Drafts → schema nodes: decides config and status, compiles types, leaves out what features and deviations removed.</summary>
internal sealed class SchemaSealer(TypeCompiler types, DiagnosticBag diagnostics)
{
    private readonly HashSet<SchemaNode> _keyed = [];
    private int _ordinal;

    /// <summary>The sealed nodes that a later phase has work with, in document order.</summary>
    public SealedNodes Sealed { get; } = new();

    public SchemaRoot Seal(IEnumerable<DraftNode> roots)
    {
        var root = new SchemaRoot(new YangModule("", "", "", null)) { Ordinal = _ordinal++ };
        Sealed.All.Add(root);
        var children = new ChildLists();
        foreach (var draft in roots)
        {
            if (draft.IsIncomplete) Sealed.Incomplete.Add(root);
            foreach (var child in draft.Children) SealChild(child, root, Inherited.Top, children);
        }

        children.AssignTo(root);
        return root;
    }

    /// <summary>Seals nodes outside the data tree under a root of their own.</summary>
    /// <param name="drafts">The nodes at its top.</param>
    /// <param name="module">The module that defines them.</param>
    /// <param name="isData">Whether config counts.</param>
    public SchemaRoot SealApart(IEnumerable<DraftNode> drafts, YangModule module, bool isData)
    {
        var root = new SchemaRoot(module) { Ordinal = _ordinal++ };
        var children = new ChildLists();
        foreach (var draft in drafts) SealChild(draft, root, isData ? Inherited.Top : Inherited.Apart, children);
        children.AssignTo(root);
        return root;
    }

    private void SealChild(DraftNode draft, InnerNode parent, in Inherited inherited, ChildLists siblings)
    {
        if (draft.IsDisabled || draft.IsRemoved || IsEmptyShorthand(draft)) return;
        var node = Create(draft);
        if (node is null)
        {
            Sealed.Faulty.Add((parent is ChoiceNode or CaseNode ? parent.DataParent! : parent, draft.Name));
            return;
        }

        node.Parent = parent;
        node.Definition = draft.Statement;
        node.Augment = draft.Augment;
        if (draft.IfFeatures is not null || draft.OuterIfFeatures is not null)
            node.IfFeatures = [.. (draft.IfFeatures ?? []).Concat(draft.OuterIfFeatures ?? []).Select(s => s.ArgumentOrEmpty).Distinct()];
        CheckPlace(node);
        node.Ordinal = _ordinal++;
        Sealed.All.Add(node);
        node.DescriptionStatement = draft.Description;
        node.ReferenceStatement = draft.Reference;
        node.IsConfig = ConfigOf(draft, inherited);
        node.Status = StatusOf(draft, inherited);
        if (draft.Extensions is not null) node.Extensions = ExtensionResolver.Instances(draft.Extensions);
        siblings.Add(node);
        if (draft.IsIncomplete) Sealed.Incomplete.Add(node is ChoiceNode or CaseNode ? node.DataParent! : node);
        NoteConstraints(node, draft, inherited);
        if (node is InnerNode inner) SealChildren(inner, draft, inherited);
    }

    private void SealChildren(InnerNode node, DraftNode draft, in Inherited inherited)
    {
        var below = new Inherited(
            node.IsConfig, node.Status, inherited.IsInOperation || node.Kind is SchemaNodeKind.Rpc or SchemaNodeKind.Action or SchemaNodeKind.Notification,
            node.Kind switch
            {
                SchemaNodeKind.Choice or SchemaNodeKind.Case when draft.Whens is null => inherited.Whens,
                SchemaNodeKind.Choice or SchemaNodeKind.Case => [.. draft.Whens!, .. inherited.Whens ?? []],
                _ => null,
            });
        if (node is OperationNode operation)
        {
            SealOperation(operation, draft, below);
            return;
        }

        var children = new ChildLists();
        foreach (var child in draft.Children) SealChild(child, node, below, children);
        children.AssignTo(node);
    }

    private void SealOperation(OperationNode operation, DraftNode draft, in Inherited inherited)
    {
        foreach (var part in draft.Children)
        {
            var node = part.Kind == SchemaNodeKind.Input ? operation.Input : operation.Output;
            node.Ordinal = _ordinal++;
            node.IsConfig = false;
            node.Status = operation.Status;
            node.Definition = part.Statement;
            Sealed.All.Add(node);
            NoteConstraints(node, part, inherited);
            if (part.IsRemoved) continue;
            var children = new ChildLists();
            foreach (var child in part.Children) SealChild(child, node, inherited, children);
            children.AssignTo(node);
        }

        operation.Children = [operation.Input, operation.Output];
    }

    private void NoteConstraints(SchemaNode node, DraftNode draft, in Inherited inherited)
    {
        if (draft.Musts is null && draft.Whens is null && inherited.Whens is null) return;
        List<DraftWhen>? whens = inherited.Whens is null ? draft.Whens : [.. draft.Whens ?? [], .. inherited.Whens];
        Sealed.Constrained.Add((node, draft.Musts, whens));
    }

    /// <summary>Actions and notifications stand in data nodes, not in operations and not below lists without keys (RFC 7950 §7.15, §7.16).</summary>
    private void CheckPlace(SchemaNode node)
    {
        if (node.Kind is not (SchemaNodeKind.Action or SchemaNodeKind.Notification)) return;
        for (var ancestor = node.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            var place = ancestor.Kind switch
            {
                SchemaNodeKind.Root when ancestor == node.Parent && node.Kind == SchemaNodeKind.Action => "at the top of a module",
                SchemaNodeKind.Rpc or SchemaNodeKind.Action or SchemaNodeKind.Notification => $"inside the {KindName.Of(ancestor.Kind)} '{ancestor.Name}'",
                SchemaNodeKind.Choice or SchemaNodeKind.Case when ancestor == node.Parent => $"in the {KindName.Of(ancestor.Kind)} '{ancestor.Name}'",
                SchemaNodeKind.List when !_keyed.Contains(ancestor) => $"below the list '{ancestor.Name}', which has no key",
                _ => null,
            };
            if (place is not null) diagnostics.Report(DiagnosticDescriptors.OperationMisplaced, node.Location, KindName.Of(node.Kind), node.Name, place);
        }
    }

    /// <summary>A shorthand's case goes with its node.</summary>
    private static bool IsEmptyShorthand(DraftNode draft) =>
        draft.Kind == SchemaNodeKind.Case && draft.Statement.Kind != StatementKind.Case && draft.Children.TrueForAll(c => c.IsRemoved || c.IsDisabled);

    private bool ConfigOf(DraftNode draft, in Inherited inherited)
    {
        if (inherited.IsInOperation || draft.Kind is SchemaNodeKind.Rpc or SchemaNodeKind.Action or SchemaNodeKind.Notification) return false;
        if (draft.Config is null) return inherited.IsConfig;
        var config = draft.Config.Argument != "false";
        if (!config || inherited.IsConfig) return config;
        diagnostics.ReportRelated(DiagnosticDescriptors.ConfigBelowState, draft.Config.Location, Around(draft, d => d.Config), draft.Name);
        return false;
    }

    private DefinitionStatus StatusOf(DraftNode draft, in Inherited inherited)
    {
        if (draft.Status is null) return inherited.Status;
        var own = Statuses.Parse(draft.Status);
        if (own >= inherited.Status) return own;
        diagnostics.ReportRelated(DiagnosticDescriptors.StatusBelowParent, draft.Status.Location, Around(draft, d => d.Status), draft.Name, draft.Status.Argument, Statuses.NameOf(inherited.Status));
        return inherited.Status;
    }

    /// <summary>Where the nearest node around has a property.</summary>
    private static SourceLocation Around(DraftNode draft, Func<DraftNode, Statement?> property)
    {
        for (var node = draft.Parent; node is not null; node = node.Parent)
        {
            if (property(node) is { } statement) return statement.Location;
        }

        return default;
    }

    private SchemaNode? Create(DraftNode draft)
    {
        switch (draft.Kind)
        {
            case SchemaNodeKind.Container:
                return new ContainerNode(draft.Name, draft.Module) { IsPresence = draft.Presence is not null, Presence = draft.Presence?.Argument };
            case SchemaNodeKind.List:
                var list = new ListNode(draft.Name, draft.Module)
                {
                    MinElements = MinOf(draft), MaxElements = MaxOf(draft), IsUserOrdered = draft.OrderedBy?.Argument == "user",
                };
                if (draft.Key is not null) _keyed.Add(list);
                Sealed.Lists.Add((list, draft));
                return list;
            case SchemaNodeKind.Choice:
                var choice = new ChoiceNode(draft.Name, draft.Module) { IsMandatory = IsMandatory(draft) };
                Sealed.Choices.Add((choice, draft));
                return choice;
            case SchemaNodeKind.Case:
                return new CaseNode(draft.Name, draft.Module);
            case SchemaNodeKind.AnyData or SchemaNodeKind.AnyXml:
                return new AnyNode(draft.Kind, draft.Name, draft.Module) { IsMandatory = IsMandatory(draft) };
            case SchemaNodeKind.Rpc or SchemaNodeKind.Action:
                return new OperationNode(draft.Kind, draft.Name, draft.Module);
            case SchemaNodeKind.Notification:
                return new NotificationNode(draft.Name, draft.Module);
            default:
                return CreateTyped(draft);
        }
    }

    private TypedNode? CreateTyped(DraftNode draft)
    {
        if (draft.Type is not { } type || types.Compile(type.Statement, type.Scope) is not { } compiled) return null;
        TypedNode node = draft.Kind == SchemaNodeKind.Leaf
            ? new LeafNode(draft.Name, draft.Module) { IsMandatory = IsMandatory(draft) }
            : new LeafListNode(draft.Name, draft.Module) { MinElements = MinOf(draft), MaxElements = MaxOf(draft), IsUserOrdered = draft.OrderedBy?.Argument == "user" };
        node.Type = TypeFactory.ForAnotherLeaf(compiled.Type);
        node.Units = draft.Units?.Argument ?? compiled.Units;
        Sealed.Typed.Add((node, draft, compiled));
        return node;
    }

    private static bool IsMandatory(DraftNode draft) => draft.Mandatory?.Argument == "true";

    private static uint MinOf(DraftNode draft) =>
        uint.TryParse(draft.MinElements?.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var min) ? min : 0;

    private static uint? MaxOf(DraftNode draft) =>
        uint.TryParse(draft.MaxElements?.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max : null;

    /// <summary>What a node hands down.</summary>
    private readonly record struct Inherited(bool IsConfig, DefinitionStatus Status, bool IsInOperation, List<DraftWhen>? Whens)
    {
        public static Inherited Top => new(true, DefinitionStatus.Current, false, null);

        /// <summary>Outside the data tree nothing is configuration, as in an operation.</summary>
        public static Inherited Apart => new(false, DefinitionStatus.Current, true, null);
    }
}
