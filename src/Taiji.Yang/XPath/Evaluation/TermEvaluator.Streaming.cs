using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Location paths whose nodes are given one by one, as they are found.</summary>
internal sealed partial class TermEvaluator
{
    /// <summary>The nodes of a path in document order, found as they are asked for; null for a term whose nodes are only known together.</summary>
    /// <param name="term">The term.</param>
    /// <param name="context">What for.</param>
    public IEnumerable<XPathNode>? Stream(XPathTerm term, in TermContext context)
    {
        if (_tree.IsWithoutShortcuts || term is not PathTerm { Start: null, Steps.Count: > 0 } path || !path.Steps.All(IsStreamed)) return null;
        return Stream(path, 0, path.IsAbsolute ? _tree.Root : context.Node);
    }

    // Children lie apart from each other: going down into one after the other meets nodes in document order, each once.
    private static bool IsStreamed(XPathStep step) =>
        step is { Axis: XPathAxis.Child, Test.Kind: XPathTestKind.Name or XPathTestKind.AnyName or XPathTestKind.AnyNameOfModule } && !step.Predicates.Any(KeyEqualities.LooksAtPosition);

    private IEnumerable<XPathNode> Stream(PathTerm path, int index, XPathNode from)
    {
        var isLast = index == path.Steps.Count - 1;
        foreach (var node in StreamStep(path.Steps[index], from))
        {
            if (isLast)
            {
                yield return node;
                continue;
            }

            foreach (var below in Stream(path, index + 1, node)) yield return below;
        }
    }

    private IEnumerable<XPathNode> StreamStep(XPathStep step, XPathNode from) =>
        ListOf(step, from) is ListNode list && !IsLookedUp(step, from) ? StreamEntries(step, from, list) : EvaluateStep(step, from);

    private bool IsLookedUp(XPathStep step, in XPathNode from) => step.Equalities.Items.Count > 0 && TryLookUp(step, from, []);

    private IEnumerable<XPathNode> StreamEntries(XPathStep step, XPathNode from, ListNode list)
    {
        var isSeen = !_tree.MayHide(list);
        foreach (var entry in from.Data.Entries(list))
        {
            Spend(1);
            if (!isSeen && !_tree.Sees(entry)) continue;
            var node = new XPathNode(entry);
            if (Passes(step, node)) yield return node;
        }
    }

    private bool Passes(XPathStep step, in XPathNode node)
    {
        foreach (var predicate in step.Predicates)
        {
            if (!EvaluateBoolean(predicate, new TermContext(node, 1, 1))) return false;
        }

        return true;
    }
}
