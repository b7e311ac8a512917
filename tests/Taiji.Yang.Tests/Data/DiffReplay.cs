using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data;

/// <summary>Replays a diff on an oracle of the old tree.</summary>
internal static class DiffReplay
{
    public static OracleNode Apply(DataDiff diff)
    {
        var oracle = OracleNode.Of(diff.Before.Root);
        foreach (var change in diff.Changes)
        {
            var path = change.Node.Path;
            switch (change.Kind)
            {
                case DataChangeKind.Deleted:
                    change.After.ShouldBe(default);
                    oracle.Remove(path).ShouldBeTrue(path.ToString());
                    break;
                case DataChangeKind.Created:
                    change.Before.ShouldBe(default);
                    oracle.Find(path).ShouldBeNull(path.ToString());
                    oracle.Replace(path, OracleNode.Of(change.After), clearCases: false);
                    Place(oracle, change.After);
                    break;
                case DataChangeKind.ValueChanged:
                    change.Before.Value.SequenceEqual(change.After.Value).ShouldBeFalse(path.ToString());
                    oracle.Find(path)!.Bytes.ShouldBe(change.Before.Value.ToArray());
                    oracle.Set(path, change.After.Value.ToArray());
                    break;
                default:
                    Place(oracle, change.After);
                    break;
            }
        }

        return oracle;
    }

    private static void Place(OracleNode oracle, DataNode entry)
    {
        if (entry.Schema is not (ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true })) return;
        var position = entry.Position;
        oracle.Place(entry.Path, position == 0
            ? new InsertPosition(InsertPlace.First)
            : new InsertPosition(InsertPlace.After, entry.Parent.Entries(entry.Schema).At(position - 1).Key.ToArray()));
    }
}
