using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Copies a grouping's nodes to where it is used, then applies refines and augments of the uses (RFC 7950 §7.13).</summary>
internal sealed class UsesExpander(NodeExpander expander, FeatureEvaluator features, SchemaLimits limits, DiagnosticBag diagnostics)
{
    private readonly RefineApplier _refines = new(features, diagnostics);

    public void Expand(Statement uses, LexicalScope scope, DraftNode parent, in ExpansionContext context)
    {
        if (Resolve(uses, scope) is not { } grouping)
        {
            parent.IsIncomplete = true;
            return;
        }

        if (grouping.IsOpen)
        {
            parent.IsIncomplete = true;
            diagnostics.Report(DiagnosticDescriptors.GroupingCycle, uses.ArgumentLocation, grouping.Name);
            return;
        }

        if (!limits.TryEnter(uses)) return;
        grouping.IsOpen = true;
        var first = parent.Children.Count;
        var inner = context.With(uses, scope, features.AllHold(uses, scope.Text));
        expander.ExpandChildren(grouping.Statement, grouping.Scope.Inside(grouping.Statement), parent, inner);
        grouping.IsOpen = false;
        grouping.IsUsed = true;
        ApplySubstatements(uses, scope, parent, first, context.Module);
        limits.Leave();
    }

    /// <summary>The grouping that a uses names, or null with the reason reported.</summary>
    private GroupingDefinition? Resolve(Statement uses, LexicalScope scope)
    {
        var reference = uses.ArgumentOrEmpty;
        if (!scope.Text.TryResolveName(reference, uses.ArgumentLocation, diagnostics, out var module, out var name)) return null;
        var found = module == scope.Owner ? scope.FindGrouping(name) : module.Groupings.GetValueOrDefault(name);
        if (found is null && !module.IsIncomplete)
        {
            var hint = module.Groupings.TryGetValue(name, out var unseen) ? ModuleText.HintAt(unseen.Scope.Text) : Suggestion.For(name, module.Groupings.Keys);
            diagnostics.Report(DiagnosticDescriptors.UnknownGrouping, uses.ArgumentLocation, reference, hint);
        }

        return found;
    }

    private void ApplySubstatements(Statement uses, LexicalScope scope, DraftNode parent, int first, YangModule module)
    {
        foreach (var s in uses.Children)
        {
            if (s.Kind == StatementKind.Refine)
            {
                if (FindTarget(s, scope, parent, first, module) is { } target) _refines.Apply(s, scope, target);
            }
            else if (s.Kind == StatementKind.Augment && FindTarget(s, scope, parent, first, module) is { } target)
            {
                if (!AugmentRules.Check(s, target, scope.Text.IsVersion11, diagnostics)) continue;
                var context = new ExpansionContext(module).With(s, scope, features.AllHold(s, scope.Text));
                expander.ExpandChildren(s, scope.Inside(s), target, context);
            }
        }
    }

    /// <summary>A descendant of the nodes that the uses brought (RFC 7950 §7.13.2, §7.17).</summary>
    private DraftNode? FindTarget(Statement statement, LexicalScope scope, DraftNode parent, int first, YangModule module)
    {
        var path = statement.ArgumentOrEmpty;
        if (limits.IsExceeded) return null;
        DraftNode? node = null;
        foreach (var range in path.AsSpan().Split('/'))
        {
            var step = path[range];
            if (!scope.Text.TryResolveName(step, statement.ArgumentLocation, diagnostics, out var named, out var name)) return null;
            // A grouping's nodes are in the namespace of the module that uses it, which inside another grouping isn't known yet: the own prefix stands for it.
            var (siblings, from) = node is null ? (parent.Children, first) : (node.Children, 0);
            var index = named == scope.Owner ? siblings.FindIndex(from, n => !n.IsRemoved && n.Name == name && n.Module.Name == module.Name) : -1;
            if (index < 0)
            {
                if (!(node ?? parent).IsIncomplete) diagnostics.Report(
                    DiagnosticDescriptors.UsesTargetMissing, statement.ArgumentLocation, statement.Keyword, path, step, Suggestion.For(step, siblings.Skip(from).Select(n => n.Name)));
                return null;
            }

            node = siblings[index];
        }

        return node;
    }
}
