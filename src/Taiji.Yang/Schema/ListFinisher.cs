using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Resolves <c>key</c> and <c>unique</c> (RFC 7950 §7.8.2, §7.8.3).</summary>
internal sealed class ListFinisher(DiagnosticBag diagnostics)
{
    private SealedNodes _nodes = new();

    /// <summary>Resolves keys and uniques of all lists.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="needsKeys">Whether lists that are configuration need keys.</param>
    public void Finish(SealedNodes nodes, bool needsKeys = true)
    {
        _nodes = nodes;
        var drafts = new Dictionary<SchemaNode, DraftNode>();
        foreach (var (node, draft, _) in nodes.Typed) drafts[node] = draft;
        foreach (var (list, draft) in nodes.Lists)
        {
            FinishKeys(list, draft, drafts, needsKeys);
            if (draft.Uniques is not null) FinishUniques(list, draft.Uniques);
            if (list.MaxElements < list.MinElements)
            {
                diagnostics.ReportRelated(DiagnosticDescriptors.MinAboveMax, draft.MinElements!.Location, draft.MaxElements!.Location, list.Name);
            }
        }
    }

    private void FinishKeys(ListNode list, DraftNode draft, Dictionary<SchemaNode, DraftNode> drafts, bool needsKeys)
    {
        if (draft.Key is null)
        {
            if (needsKeys && list.IsConfig) diagnostics.Report(DiagnosticDescriptors.KeyMissing, draft.Statement.Location, list.Name);
            return;
        }

        var keys = new List<LeafNode>();
        foreach (var text in ArgumentRules.Split(draft.Key.ArgumentOrEmpty))
        {
            if (!draft.Scope.Text.TryResolveName(text, draft.Key.ArgumentLocation, diagnostics, out var module, out var name)) continue;
            var child = module == draft.Scope.Owner ? list.Children.FirstOrDefault(c => c.Name == name && c.Module == list.Module) : null;
            if (child is not LeafNode leaf)
            {
                ReportKeyMissing(list, draft, child, text, name);
            }
            else if (keys.Contains(leaf))
            {
                diagnostics.Report(DiagnosticDescriptors.KeyTwice, draft.Key.ArgumentLocation, name, list.Name);
            }
            else
            {
                CheckKey(leaf, list, drafts[leaf]);
                StatusRules.CheckNodes(list, leaf, draft.Key.ArgumentLocation, diagnostics);
                leaf.KeyIndex = keys.Count;
                keys.Add(leaf);
            }
        }

        list.Keys = keys;
    }

    private void ReportKeyMissing(ListNode list, DraftNode draft, SchemaNode? child, string text, string name)
    {
        if (child is null && _nodes.IsLost(list, name, list.Module)) return;
        var hint = child is not null ? $"; it is a {KindName.Of(child.Kind)}." : Suggestion.For(text, list.Children.OfType<LeafNode>().Select(l => l.Name));
        diagnostics.Report(DiagnosticDescriptors.KeyNotALeaf, draft.Key!.ArgumentLocation, text, list.Name, hint);
    }

    private void CheckKey(LeafNode leaf, ListNode list, DraftNode draft)
    {
        if (leaf.IsConfig != list.IsConfig) diagnostics.Report(DiagnosticDescriptors.KeyConfig, draft.Statement.Location, leaf.Name, list.Name);
        var version11 = draft.Scope.Text.IsVersion11;
        // RFC 7950 §1.1 allows it.
        if (!version11 && leaf.Type.BuiltIn == BuiltInType.Empty) diagnostics.Report(DiagnosticDescriptors.KeyEmpty, draft.Statement.Location, leaf.Name);
        // A when of the uses that brought the leaf counts too.
        if ((version11 && draft.HasIfFeature) || draft.Whens?.Exists(w => w.Scope.Text.IsVersion11) == true)
        {
            diagnostics.Report(DiagnosticDescriptors.KeyConditional, draft.Statement.Location, leaf.Name);
        }
    }

    private void FinishUniques(ListNode list, List<ScopedStatement> statements)
    {
        var uniques = new List<UniqueConstraint>();
        foreach (var (statement, scope) in statements)
        {
            var leaves = new List<LeafNode>();
            foreach (var path in ArgumentRules.Split(statement.ArgumentOrEmpty))
            {
                if (FindLeaf(list, path, statement, scope.Text) is not { } leaf) continue;
                if (leaves.Contains(leaf)) diagnostics.Report(DiagnosticDescriptors.UniqueTwice, statement.ArgumentLocation, path);
                else leaves.Add(leaf);
            }

            if (leaves.Count == 0) continue;
            if (leaves.Exists(l => l.IsConfig != leaves[0].IsConfig)) diagnostics.Report(DiagnosticDescriptors.UniqueMixed, statement.ArgumentLocation);
            uniques.Add(new UniqueConstraint(leaves, statement.ArgumentOrEmpty, statement.Location));
        }

        list.Uniques = uniques;
    }

    private LeafNode? FindLeaf(ListNode list, string path, Statement statement, ModuleText text)
    {
        SchemaNode? node = list;
        foreach (var range in path.AsSpan().Split('/'))
        {
            var step = path[range];
            var module = list.Module;
            var name = step;
            if (step.Contains(':'))
            {
                if (!text.TryResolveName(step, statement.ArgumentLocation, diagnostics, out var loaded, out name)) return null;
                // In a grouping, the text's own prefix stands for the module that uses it.
                if (loaded != text.Owner) module = loaded.Module;
            }

            var parent = node as InnerNode;
            node = parent?.Children.FirstOrDefault(c => c.Name == name && c.Module.Name == module.Name);
            if (node is null && parent is not null && _nodes.IsLost(parent is ChoiceNode or CaseNode ? parent.DataParent! : parent, name, module)) return null;
            if (node is ListNode or null) break;
        }

        if (node is LeafNode leaf)
        {
            StatusRules.CheckNodes(list, leaf, statement.ArgumentLocation, diagnostics);
            return leaf;
        }

        diagnostics.Report(DiagnosticDescriptors.UniqueNotALeaf, statement.ArgumentLocation, path, list.Name);
        return null;
    }
}
