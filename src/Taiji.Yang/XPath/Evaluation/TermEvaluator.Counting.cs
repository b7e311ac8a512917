using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.XPath.Evaluation;

/// <summary>Node-sets of which only the number, or whether there are any, is asked for.</summary>
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
            if (ListOf(last, parent) is not { } list) return EvaluateStep(last, parents).Count;
            var entries = parent.Data.Entries(list).Count;
            count += entries == 0 && list is LeafListNode ? EvaluateStep(last, parent).Count : entries;
        }

        return count;
    }
}
