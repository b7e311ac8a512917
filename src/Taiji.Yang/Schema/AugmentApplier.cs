using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Applies the top-level augments of all implemented modules (RFC 7950 §7.17).</summary>
internal sealed class AugmentApplier(DraftRoots roots, NodeExpander expander, FeatureEvaluator features, DiagnosticBag diagnostics)
{
    private readonly List<(Statement Augment, LexicalScope Scope, LoadedModule Module, int Depth)> _augments = [];

    public void Collect(LoadedModule module)
    {
        foreach (var text in module.Texts)
        {
            if (text.IsBroken) continue;
            foreach (var s in text.Root.Children)
            {
                if (s.Kind == StatementKind.Augment) _augments.Add((s, text.Scope, module, s.ArgumentOrEmpty.AsSpan().Count('/')));
            }
        }
    }

    /// <summary>
    /// A node that one augment adds is on the path of another only if that other's path is longer: by length of path each target is there before it is asked for,
    /// whatever order the modules came in.
    /// </summary>
    public void Apply()
    {
        foreach (var (augment, scope, module, _) in _augments.OrderBy(a => a.Depth).ThenBy(a => a.Module.Name, StringComparer.Ordinal))
        {
            if (!augment.ArgumentOrEmpty.StartsWith('/'))
            {
                diagnostics.Report(DiagnosticDescriptors.AbsolutePathExpected, augment.ArgumentLocation, augment.ArgumentOrEmpty);
                continue;
            }

            if (roots.Find(augment, scope.Text) is not { } target || !AugmentRules.Check(augment, target, scope.Text.IsVersion11, diagnostics)) continue;
            var first = target.Children.Count;
            var context = new ExpansionContext(module.Module).With(augment, scope, features.AllHold(augment, scope.Text));
            expander.ExpandChildren(augment, scope.Inside(augment), target, context);
            for (var i = first; i < target.Children.Count; i++) target.Children[i].Augment = augment;
            // YANG 1.0 has no exception for conditional augments (RFC 6020 §7.15).
            if (target.Module != module.Module && (!scope.Text.IsVersion11 || augment.Find(StatementKind.When) is null)) ReportMandatory(target, first);
        }
    }

    /// <summary>Without a when, a mandatory node added to another module's would make its old clients' data invalid.</summary>
    private void ReportMandatory(DraftNode target, int first)
    {
        for (var node = target; node is not null; node = node.Parent)
        {
            // Below state data, a case, or a node that need not exist, nothing breaks old clients.
            if (node.Kind is SchemaNodeKind.Input or SchemaNodeKind.Output or SchemaNodeKind.Notification || node.Config?.Argument == "false") return;
        }

        for (var i = first; i < target.Children.Count; i++)
        {
            if (Mandatories.Find(target.Children[i]) is { } node)
            {
                diagnostics.Report(DiagnosticDescriptors.AugmentAddsMandatory, node.Statement.Location, KindName.Of(node.Kind), node.Name, target.Name);
            }
        }
    }
}
