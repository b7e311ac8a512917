using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Node-sets of which only the number, whether there are any, or the sum is asked for.</summary>
internal sealed partial class TermEvaluator
{
    /// <summary>The value of a term as a boolean.</summary>
    /// <param name="term">The term.</param>
    /// <param name="context">What for.</param>
    public bool EvaluateBoolean(XPathTerm term, in TermContext context) => IsCounted(term) ? Count((PathTerm)term, context) > 0 : Evaluate(term, context).Boolean;

    /// <summary>Whether a path ends in what may be whole lists.</summary>
    private bool IsCounted(XPathTerm term) => !_tree.IsWithoutShortcuts && term is PathTerm { Steps: [.., { Axis: XPathAxis.Child, Predicates.Count: 0 }] };

    /// <summary>Counts a path's nodes; entries of whole lists without visiting them.</summary>
    private long Count(PathTerm path, in TermContext context)
    {
        var last = path.Steps[^1];
        var parents = EvaluateSteps(path, path.Steps.Count - 1, context);
        long count = 0;
        foreach (var parent in parents)
        {
            if (ListOf(last, parent) is not { } list || _tree.MayHide(list)) return EvaluateStep(last, parents).Count;
            var entries = parent.Data.Entries(list).Count;
            count += entries == 0 && list is LeafListNode ? EvaluateStep(last, parent).Count : entries;
        }

        return count;
    }

    /// <summary>The sum of a leaf in all entries of whole lists, as the pages that hold them have it.</summary>
    private bool TrySum(XPathTerm term, in TermContext context, out double sum)
    {
        sum = 0;
        if (!IsCounted(term) || term is not PathTerm { Steps: [.., { Axis: XPathAxis.Child, Predicates.Count: 0 } entries, { Test.Kind: XPathTestKind.Name } value] } path) return false;
        long total = 0;
        foreach (var parent in EvaluateSteps(path, path.Steps.Count - 2, context))
        {
            // A default is not stored: whether it is in use is told entry by entry.
            if (ListOf(entries, parent) is not ListNode list || _tree.MayHide(list) || (value.Test.Module ?? _unprefixed) is not { } module) return false;
            if (list.FindChild(module, value.Test.Name) is not LeafNode { Defaults.Count: 0 } leaf || !parent.Data.Entries(list).TrySum(leaf, out var one, out var read)) return false;
            Spend(read + 1);
            total += one;
            if (Math.Abs(total) > 1L << 52) return false;
        }

        sum = total;
        return true;
    }
}
