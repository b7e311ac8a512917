using Taiji.Yang.Data;

namespace Taiji.Datastores.Rollbacks;

/// <summary>Cuts edits down to what they do at and below a node.</summary>
internal static class SubtreeEdits
{
    /// <summary>The part of the edits.</summary>
    /// <param name="edits">As an encoded difference has them: removals, merges of whole trees, and moves.</param>
    /// <param name="subtree">The node.</param>
    public static IEnumerable<Edit> Of(IEnumerable<Edit> edits, DataPath subtree)
    {
        foreach (var edit in edits)
        {
            if (IsAtOrBelow(edit.Target, subtree))
            {
                yield return edit;
            }
            else if (IsAtOrBelow(subtree, edit.Target))
            {
                // What was above it is taken away, or brought back: of that the part at the node. Attributes are of the node that they name alone.
                if (edit.Attributes is not null) continue;
                if (edit.Payload is null) yield return new Edit(EditOperation.Remove, subtree);
                else if (edit.Insert is null && edit.Payload.TryFind(subtree, out var node))
                    yield return new Edit(EditOperation.Merge, new DataPath(subtree.Schema), DataSelection.Select(edit.Payload, [node]));
            }
        }
    }

    private static bool IsAtOrBelow(DataPath path, DataPath ancestor)
    {
        if (path.Steps.Length < ancestor.Steps.Length) return false;
        for (var i = 0; i < ancestor.Steps.Length; i++)
        {
            var (step, above) = (path.Steps[i], ancestor.Steps[i]);
            if (step.Node != above.Node) return false;
            // A whole list is above each of its entries.
            if (above.Key is { } key && !(step.Key is { } own && own.Span.SequenceEqual(key.Span))) return false;
        }

        return true;
    }
}
