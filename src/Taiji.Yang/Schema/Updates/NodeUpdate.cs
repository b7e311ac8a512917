using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema.Updates;

/// <summary>Compares the schema nodes that a module defines, in its own tree and, by augments, in others'.</summary>
internal sealed class NodeUpdate
{
    private readonly YangModule _old;
    private readonly YangModule _new;
    private readonly DiagnosticBag _diagnostics;
    private readonly HashSet<string> _newFeatures;

    public NodeUpdate(YangModule old, YangModule @new, ModuleDefinitions before, ModuleDefinitions after, DiagnosticBag diagnostics)
    {
        _old = old;
        _new = @new;
        _diagnostics = diagnostics;
        _newFeatures = [.. after.All.Keys.Where(k => k.Kind == StatementKind.Feature && !before.All.ContainsKey(k)).Select(k => k.Name)];
    }

    /// <summary>Compares all below two nodes of the same place.</summary>
    public void Compare(InnerNode old, InnerNode @new)
    {
        var rest = Below(@new).ToDictionary(n => (n.Module.Name, n.Name, IsOperation(n)));
        SchemaNode? last = null;
        foreach (var before in Below(old))
        {
            if (!rest.Remove((NameIn(before.Module), before.Name, IsOperation(before)), out var after))
            {
                if (before.Module == _old) _diagnostics.Report(DiagnosticDescriptors.DefinitionRemoved, before.Location, KindName.Of(before.Kind), before.SchemaPath);
                continue;
            }

            if (before.Module == _old) CompareNode(before, after);
            if (before is InnerNode a && after is InnerNode b && a.Kind == b.Kind) Compare(a, b);
            if (before.Module != _old || !IsOrdered(before)) continue;
            if (last is not null && after.Ordinal < last.Ordinal)
                _diagnostics.ReportRelated(DiagnosticDescriptors.NodesReordered, after.Location, before.Location, after.SchemaPath, last.Name);
            else last = after;
        }

        foreach (var added in rest.Values.Where(n => n.Module == _new)) CheckAdded(added);
    }

    private static IEnumerable<SchemaNode> Below(InnerNode node) => node switch
    {
        SchemaRoot root => root.Children.Concat(root.Rpcs).Concat(root.Notifications),
        OperationNode operation => [operation.Input, operation.Output],
        _ => node.Children.Concat(node.Actions).Concat(node.Notifications),
    };

    private static bool IsOperation(SchemaNode node) => node is OperationNode or NotificationNode;

    /// <summary>Whether the order of its statement counts: a data definition among its siblings, not a module's top or what several modules put together.</summary>
    private static bool IsOrdered(SchemaNode node) => node.Parent is { Parent: not null } && node.Augment is null && !IsOperation(node) && node is not (CaseNode or OperationDataNode);

    private string NameIn(YangModule module) => module == _old ? _new.Name : module.Name;

    private void CompareNode(SchemaNode old, SchemaNode @new)
    {
        if (old.Kind != @new.Kind)
        {
            _diagnostics.ReportRelated(DiagnosticDescriptors.KindChanged, @new.Location, old.Location, @new.SchemaPath, KindName.Of(old.Kind), KindName.Of(@new.Kind));
            return;
        }

        StatusUpdate.Compare(old.Status, @new.Status, @new.SchemaPath, @new.Location, old.Location, _diagnostics);
        CompareConfig(old, @new);
        CompareFlag("mandatory", MandatoryNodes.IsMarked(old), MandatoryNodes.IsMarked(@new), old, @new, isRelaxedWhenFalse: true);
        CompareConditions(old, @new);
        CompareDetails(old, @new);
    }

    private void CompareConfig(SchemaNode old, SchemaNode @new)
    {
        // Under a node that changed the same way nothing new is to be said.
        if (old.IsConfig == @new.IsConfig || (old.Parent?.IsConfig == old.IsConfig && @new.Parent?.IsConfig == @new.IsConfig && old.Parent.Parent is not null)) return;
        if (old.IsConfig || MandatoryNodes.Find(@new) is not null) Changed("config", UpdateText.Of(old.IsConfig), UpdateText.Of(@new.IsConfig), old, @new);
    }

    private void CompareConditions(SchemaNode old, SchemaNode @new)
    {
        Added("must", old.Musts.Select(m => m.Expression.Text), @new.Musts.Select(m => m.Expression.Text), old, @new);
        Added("when", old.Whens.Select(m => m.Expression.Text), @new.Whens.Select(m => m.Expression.Text), old, @new);
        Added("if-feature", old.IfFeatures, @new.IfFeatures, old, @new);
        if (old.IfFeatures.Except(@new.IfFeatures).FirstOrDefault() is { } gone && MandatoryNodes.Find(@new) is not null) Changed("if-feature", UpdateText.Of(gone), UpdateText.Of(null), old, @new);
    }

    private void CompareDetails(SchemaNode old, SchemaNode @new)
    {
        switch (old, @new)
        {
            case (ContainerNode a, ContainerNode b):
                if (a.IsPresence != b.IsPresence) Changed("presence", UpdateText.Of(a.Presence), UpdateText.Of(b.Presence), old, @new);
                break;
            case (ListNode a, ListNode b):
                var (keys, newKeys) = (string.Join(' ', a.Keys.Select(k => k.Name)), string.Join(' ', b.Keys.Select(k => k.Name)));
                if (keys != newKeys) Changed("key", UpdateText.Of(keys), UpdateText.Of(newKeys), old, @new);
                Added("unique", a.Uniques.Select(LeavesOf), b.Uniques.Select(LeavesOf), old, @new);
                CompareElements(a.MinElements, a.MaxElements, b.MinElements, b.MaxElements, old, @new);
                CompareOrder(a.IsUserOrdered, b.IsUserOrdered, old, @new);
                break;
            case (LeafListNode a, LeafListNode b):
                CompareTyped(a, b);
                CompareElements(a.MinElements, a.MaxElements, b.MinElements, b.MaxElements, old, @new);
                CompareOrder(a.IsUserOrdered, b.IsUserOrdered, old, @new);
                break;
            case (TypedNode a, TypedNode b):
                CompareTyped(a, b);
                break;
            case (ChoiceNode { DefaultCase: { } a }, ChoiceNode b) when a.Name != b.DefaultCase?.Name:
                Changed("default", UpdateText.Of(a.Name), UpdateText.Of(b.DefaultCase?.Name), old, @new);
                break;
            default:
                break;
        }
    }

    private static string LeavesOf(UniqueConstraint unique) => string.Join(' ', unique.Leaves.Select(l => l.SchemaPath).Order(StringComparer.Ordinal));

    private void CompareTyped(TypedNode old, TypedNode @new)
    {
        new TypeUpdate(@new.SchemaPath, @new.Location, old.Location, _diagnostics).Compare(old.Type, @new.Type);
        if (old.Units is not null && old.Units != @new.Units) Changed("units", UpdateText.Of(old.Units), UpdateText.Of(@new.Units), old, @new);
        if (old.DefaultTexts.Count > 0 && !old.DefaultTexts.SequenceEqual(@new.DefaultTexts))
            Changed("default", UpdateText.Of(string.Join(' ', old.DefaultTexts)), @new.DefaultTexts.Count == 0 ? UpdateText.Of(null) : UpdateText.Of(string.Join(' ', @new.DefaultTexts)), old, @new);
    }

    private void CompareElements(uint oldLeast, uint? oldMost, uint newLeast, uint? newMost, SchemaNode old, SchemaNode @new)
    {
        if (newLeast > oldLeast) Changed("min-elements", UpdateText.Of($"{oldLeast}"), UpdateText.Of($"{newLeast}"), old, @new);
        if (newMost is { } most && !(oldMost <= most)) Changed("max-elements", UpdateText.Of(oldMost?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unbounded"), UpdateText.Of($"{most}"), old, @new);
    }

    private void CompareOrder(bool old, bool @new, SchemaNode oldNode, SchemaNode newNode) => CompareFlag("ordered-by user", old, @new, oldNode, newNode, isRelaxedWhenFalse: false);

    private void CompareFlag(string statement, bool old, bool @new, SchemaNode oldNode, SchemaNode newNode, bool isRelaxedWhenFalse)
    {
        if (old != @new && (@new || !isRelaxedWhenFalse)) Changed(statement, UpdateText.Of(old), UpdateText.Of(@new), oldNode, newNode);
    }

    private void Added(string statement, IEnumerable<string> old, IEnumerable<string> @new, SchemaNode oldNode, SchemaNode newNode)
    {
        foreach (var added in @new.Except(old))
            _diagnostics.ReportRelated(DiagnosticDescriptors.ConstraintAdded, newNode.Location, oldNode.Location, newNode.SchemaPath, statement, added);
    }

    private void CheckAdded(SchemaNode node)
    {
        if (node is not (CaseNode or OperationDataNode) && !IsOperation(node) && MandatoryNodes.Find(node) is not null && !DependsOnNewFeature(node))
            _diagnostics.Report(DiagnosticDescriptors.MandatoryNodeAdded, node.Location, node.SchemaPath);
    }

    private bool DependsOnNewFeature(SchemaNode node) => node.IfFeatures
        .Any(f => f.Split([' ', '(', ')', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Any(name => _newFeatures.Contains(name[(name.IndexOf(':') + 1)..])));

    private void Changed(string statement, string old, string @new, SchemaNode oldNode, SchemaNode newNode) =>
        _diagnostics.ReportRelated(DiagnosticDescriptors.StatementChanged, newNode.Location, oldNode.Location, newNode.SchemaPath, statement, old, @new);
}
