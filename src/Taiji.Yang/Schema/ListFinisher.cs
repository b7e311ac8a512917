using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Resolves <c>key</c> and <c>unique</c> (RFC 7950 §7.8.2, §7.8.3).</summary>
internal sealed class ListFinisher(DiagnosticBag diagnostics)
{
    private static readonly char[] Separators = [' ', '\t', '\n', '\r'];

    public void Finish(SealedNodes nodes)
    {
        var drafts = new Dictionary<SchemaNode, DraftNode>();
        foreach (var (node, draft, _) in nodes.Typed) drafts[node] = draft;
        foreach (var (list, draft) in nodes.Lists)
        {
            FinishKeys(list, draft, drafts);
            if (draft.Uniques is not null) FinishUniques(list, draft.Uniques);
            if (list.MaxElements < list.MinElements) diagnostics.Report(DiagnosticDescriptors.MinAboveMax, draft.MinElements!.Location, list.Name);
        }
    }

    private void FinishKeys(ListNode list, DraftNode draft, Dictionary<SchemaNode, DraftNode> drafts)
    {
        if (draft.Key is null)
        {
            if (list.IsConfig) diagnostics.Report(DiagnosticDescriptors.KeyMissing, draft.Statement.Location, list.Name);
            return;
        }

        var keys = new List<LeafNode>();
        foreach (var text in draft.Key.ArgumentOrEmpty.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var name = text[(text.IndexOf(':') + 1)..];
            var child = list.Children.FirstOrDefault(c => c.Name == name && c.Module == list.Module);
            if (child is not LeafNode leaf)
            {
                // A leaf left out for a fault of its own has been reported.
                if (child is not null || draft.FindChild(list.Module.Name, name) is not { Kind: SchemaNodeKind.Leaf, IsDisabled: false })
                {
                    diagnostics.Report(DiagnosticDescriptors.KeyNotALeaf, draft.Key.ArgumentLocation, name, list.Name);
                }
            }
            else if (keys.Contains(leaf))
            {
                diagnostics.Report(DiagnosticDescriptors.KeyTwice, draft.Key.ArgumentLocation, name, list.Name);
            }
            else
            {
                CheckKey(leaf, list, drafts[leaf]);
                leaf.KeyIndex = keys.Count;
                keys.Add(leaf);
            }
        }

        if (keys.Count == 0 && draft.Key.ArgumentOrEmpty.Trim(Separators).Length == 0)
        {
            diagnostics.Report(DiagnosticDescriptors.BadArgument, draft.Key.ArgumentLocation, "", "key", "the names of leafs");
        }

        list.Keys = keys;
    }

    private void CheckKey(LeafNode leaf, ListNode list, DraftNode draft)
    {
        if (leaf.IsConfig != list.IsConfig) diagnostics.Report(DiagnosticDescriptors.KeyConfig, draft.Statement.Location, leaf.Name, list.Name);
        var version11 = draft.Scope.Text.IsVersion11;
        // RFC 7950 §1.1 allows it.
        if (!version11 && leaf.Type.BuiltIn == BuiltInType.Empty) diagnostics.Report(DiagnosticDescriptors.KeyEmpty, draft.Statement.Location, leaf.Name);
        if (version11 && (draft.HasIfFeature || draft.Statement.Find(StatementKind.When) is not null))
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
            foreach (var path in statement.ArgumentOrEmpty.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
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

            node = (node as InnerNode)?.Children.FirstOrDefault(c => c.Name == name && c.Module.Name == module.Name);
            if (node is ListNode or null) break;
        }

        if (node is LeafNode leaf) return leaf;
        diagnostics.Report(DiagnosticDescriptors.UniqueNotALeaf, statement.ArgumentLocation, path, list.Name);
        return null;
    }
}
