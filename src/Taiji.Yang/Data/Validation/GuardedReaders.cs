using System.Buffers;
using System.Text;
using Taiji.Yang.Data.Indexing;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Data.Validation;

/// <summary>Finds the instances that look up what changed, by the texts that decide it: those of before and those of after.</summary>
/// <param name="diff">The difference.</param>
/// <param name="indexes">The indexes of the tree after it.</param>
internal sealed class GuardedReaders(DataDiff diff, TreeIndexes indexes)
{
    private readonly ArrayBufferWriter<byte> _scratch = new();

    /// <summary>Instances that the owners which read the change lie below; perhaps a few more.</summary>
    /// <param name="plan">How to find them.</param>
    /// <param name="anchor">The anchor's instance.</param>
    /// <param name="change">The change.</param>
    /// <param name="onlyLosses">Whether only what was there before matters.</param>
    public IEnumerable<DataNode> Find(GuardPlan plan, DataNode anchor, DataChange change, bool onlyLosses)
    {
        foreach (var unit in Units(plan, change, onlyLosses))
        {
            if (!plan.Conditions.All(c => Texts(c, unit, change).Any(t => t.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(c.Text!))))) continue;
            if (plan.Sources.Count == 0)
            {
                yield return anchor;
                yield break;
            }

            var texts = plan.Sources.Select(s => Texts(s, unit, change)).ToList();
            if (plan.Index is { } index)
            {
                foreach (var combination in Combinations(texts, 0))
                {
                    foreach (var found in indexes.Find(index, anchor, combination)) yield return found;
                }
            }
            else if (IndexUnits.TryFindAround(plan.SourceUnit, anchor, out var around) && Matches(plan.Sources, texts, around))
            {
                yield return anchor;
                yield break;
            }
        }
    }

    /// <summary>The entries that the change is in or about, in the tree before and in the tree after.</summary>
    private IEnumerable<DataNode> Units(GuardPlan plan, DataChange change, bool onlyLosses)
    {
        var isBefore = change.Kind is DataChangeKind.Deleted;
        if (IndexUnits.TryFindAround(plan.Unit, change.Node, out var around))
        {
            if (change.Kind != DataChangeKind.Created || around.Schema != change.Schema)
            {
                if (isBefore) yield return around;
                else if (IndexUnits.TryFindIn(around, diff.Before, out var old)) yield return old;
            }

            if (onlyLosses) yield break;
            if (!isBefore) yield return around;
            else if (IndexUnits.TryFindIn(around, diff.After, out var current)) yield return current;
        }
        else if (IsAbove(change.Schema, plan.Unit) && (isBefore || !onlyLosses))
        {
            foreach (var unit in IndexUnits.Below(plan.Levels, change.Node)) yield return unit;
        }
    }

    private static bool IsAbove(SchemaNode node, SchemaNode unit)
    {
        for (SchemaNode? n = unit; n is not null; n = n.DataParent)
        {
            if (n == node) return true;
        }

        return false;
    }

    private List<byte[]> Texts(EntryGuard guard, DataNode inner, in DataChange change)
    {
        if (!IndexUnits.TryFindAround(guard.Unit, inner, out var unit)) return [];
        if (guard.Target is LeafListNode leafList && guard.Unit != leafList)
        {
            if (change.Schema == leafList && leafList.Defaults.Count == 0) return [Text(leafList.Type, change.Node.Key)];
            var texts = new List<byte[]>();
            foreach (var entry in unit.Entries(leafList)) texts.Add(Text(leafList.Type, entry.Key));
            return texts.Count > 0 ? texts : [.. leafList.Defaults.Select(d => Text(leafList.Type, d))];
        }

        return IndexKeys.TryColumn(unit, guard.Target, out var stored) ? [Text(guard.Target.Type, stored)] : [];
    }

    private byte[] Text(YangType type, ReadOnlySpan<byte> stored) => ComparableText.Of(type, stored, diff.After.Schema, _scratch).ToArray();

    private bool Matches(IReadOnlyList<EntryGuard> sources, List<List<byte[]>> texts, DataNode unit)
    {
        for (var i = 0; i < sources.Count; i++)
        {
            if (!IndexKeys.TryColumn(unit, sources[i].Source!, out var stored)) return false;
            var own = Text(sources[i].Source!.Type, stored);
            if (!texts[i].Exists(t => t.AsSpan().SequenceEqual(own))) return false;
        }

        return true;
    }

    private static IEnumerable<IEnumerable<byte[]>> Combinations(List<List<byte[]>> texts, int from)
    {
        if (from == texts.Count) return [[]];
        return texts[from].SelectMany(t => Combinations(texts, from + 1).Select(rest => rest.Prepend(t)));
    }
}
