using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Finds the leaf that each leafref refers to (RFC 7950 §9.9.2).</summary>
internal sealed class LeafRefBinder(SchemaRoot root, ExpressionCompiler expressions, DiagnosticBag diagnostics)
{
    /// <summary>A second root for absolute paths that lead nowhere from the first.</summary>
    public SchemaRoot? Fallback { get; init; }

    public void Bind(SealedNodes nodes)
    {
        var bound = new List<(TypedNode Node, DraftNode Draft)>();
        foreach (var (node, draft, _) in nodes.Typed)
        {
            if (node.Type.BuiltIn is not (BuiltInType.LeafRef or BuiltInType.Union)) continue;
            foreach (var leafRef in TypeFactory.LeafRefsOf(node.Type)) Bind(leafRef, node, draft, nodes);
            bound.Add((node, draft));
        }

        new LeafRefChains(bound, diagnostics).Check();
    }

    private void Bind(LeafRefType leafRef, TypedNode node, DraftNode draft, SealedNodes nodes)
    {
        var place = expressions.PlaceOf(leafRef.Path);
        var path = new LeafRefPath(leafRef.Path.Text, expressions, expressions.PrefixesOf(place.Scope.Text), root);
        var target = path.Find(node, out var missing);
        if (target is null && Fallback is not null && leafRef.Path.Text.TrimStart().StartsWith('/'))
        {
            path = new LeafRefPath(leafRef.Path.Text, expressions, expressions.PrefixesOf(place.Scope.Text), Fallback);
            target = path.Find(node, out missing);
            if (target is null && path.MissingFrom is { IsImplemented: false }) return;
        }

        if (target is null)
        {
            var isReported = path.DeadEnd is { } end && nodes.IsLost(end.Parent, end.Name, path.MissingFrom);
            if (!isReported && !expressions.PrefixesOf(place.Scope.Text).MetMissingModule) Report(DiagnosticDescriptors.LeafRefTargetMissing, leafRef.Path.Text, missing);
        }
        else if (target is not TypedNode typed)
        {
            Report(DiagnosticDescriptors.LeafRefTargetNotALeaf, leafRef.Path.Text, KindName.Of(target.Kind));
        }
        else
        {
            if (node.IsConfig && leafRef.RequireInstance && !typed.IsConfig)
            {
                Report(DiagnosticDescriptors.LeafRefToState, node.Name, typed.Name);
            }

            StatusRules.CheckNodes(node, typed, place.Statement.ArgumentLocation, diagnostics);
            leafRef.Target = typed;
        }

        void Report(DiagnosticDescriptor descriptor, string first, string second) =>
            diagnostics.ReportRelated(descriptor, place.Statement.ArgumentLocation, draft.Statement.Location, first, second);
    }
}
