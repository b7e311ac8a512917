using FsCheck;
using FsCheck.Fluent;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data;

public sealed class DataTreePropertyTests
{
    private static readonly YangSchema Schema = TestSchemas.Compile(TestSchemas.Varied, TestSchemas.OtherModule);

    [Fact]
    public void Any_edits_give_the_same_content_as_the_plainest_tree() => Run(120, 60, (random, edits) =>
    {
        var editor = DataTree.Empty(Schema).Edit();
        var oracle = new OracleNode(Schema.Root, []);
        for (var i = 0; i < edits; i++)
        {
            random.Step(editor, oracle);
            var now = editor.Snapshot();
            now.ShouldBeContent(oracle.Dump(), $"after step {i}");
            TreeInvariants.Check(now);
        }
    });

    [Fact]
    public void Editing_in_place_between_snapshots_leaves_every_snapshot_as_it_was() => Run(60, 400, (random, edits) =>
    {
        var editor = DataTree.Empty(Schema).Edit();
        var oracle = new OracleNode(Schema.Root, []);
        var snapshots = new List<(DataTree Tree, string Content)>();
        for (var i = 0; i < edits; i++)
        {
            random.Step(editor, oracle);
            if (i % 37 == 0) snapshots.Add((editor.Snapshot(), oracle.Dump()));
        }

        snapshots.Add((editor.Seal(), oracle.Dump()));
        foreach (var (tree, content) in snapshots)
        {
            tree.ShouldBeContent(content);
            TreeInvariants.Check(tree);
        }
    });

    [Fact]
    public void Whether_parts_of_a_tree_are_touched_is_what_their_differences_say() => Run(100, 200, (random, edits) =>
    {
        var before = random.Tree(edits);
        var editor = before.Edit();
        var oracle = OracleNode.Of(before.Root);
        for (var i = 0; i < 1 + edits / 40; i++) random.Step(editor, oracle);
        var after = editor.Seal();
        var touched = new DataDiff(before, after).Changes.Select(c => AtTheRoot(c.Schema)).ToHashSet();
        foreach (var node in Schema.Nodes.Where(n => n is LeafNode or LeafListNode or ListNode or AnyNode or ContainerNode { IsPresence: true } && AtTheRoot(n) == n))
        {
            // Of a presence container's coming and going, what is in it isn't told again.
            if (touched.Contains(node) || !IsIn(node, touched)) DataDiff.Touches(before, after, n => n == node).ShouldBe(touched.Contains(node), node.SchemaPath);
        }

        DataDiff.Touches(before, after, _ => true).ShouldBe(!ReferenceEquals(before, after));

        // The outermost list that a node is in; the node itself where it is in none.
        static SchemaNode AtTheRoot(SchemaNode node)
        {
            var outermost = node;
            for (SchemaNode? around = node; around is not null; around = around.DataParent)
            {
                if (around is ListNode or LeafListNode) outermost = around;
            }

            return outermost;
        }

        static bool IsIn(SchemaNode node, HashSet<SchemaNode> touched)
        {
            for (var around = node.DataParent; around is not null; around = around.DataParent)
            {
                if (touched.Contains(around)) return true;
            }

            return false;
        }
    });

    [Fact]
    public void A_diff_replayed_on_the_old_tree_gives_the_new_one() => Run(100, 200, (random, edits) =>
    {
        var before = random.Tree(edits * 2);
        var editor = before.Edit();
        var oracle = OracleNode.Of(before.Root);
        for (var i = 0; i < 1 + edits / 8; i++) random.Step(editor, oracle);
        var after = editor.Seal();
        var replayed = DiffReplay.Apply(new DataDiff(before, after));
        replayed.Prune();
        after.ShouldBeContent(replayed.Dump());
        new DataDiff(before, after).IsEmpty.ShouldBe(ReferenceEquals(before, after));
    });

    [Fact]
    public void Trees_of_unrelated_histories_differ_by_content_alone() => Run(60, 200, (random, edits) =>
    {
        DataTree before = random.Tree(edits), after = random.Tree(edits);
        var replayed = DiffReplay.Apply(new DataDiff(before, after));
        replayed.Prune();
        after.ShouldBeContent(replayed.Dump());
        var copy = Rebuild(after);
        copy.ShouldBeContent(TreeDump.Of(after));
        new DataDiff(copy, after).IsEmpty.ShouldBeTrue();
        TreeInvariants.Check(copy);
    });

    [Fact]
    public void Sealing_gives_the_base_itself_when_all_was_undone() => Run(60, 120, (random, edits) =>
    {
        var before = random.Tree(edits * 2);
        var editor = before.Edit();
        var oracle = OracleNode.Of(before.Root);
        for (var i = 0; i < 1 + edits / 8; i++) random.Step(editor, oracle);
        editor.Replace(new DataPath(Schema), Rebuild(before).Root);
        editor.Seal().ShouldBeSameAs(before);
    });

    [Fact]
    public void Document_order_is_the_order_in_which_children_are_walked() => Run(40, 120, (random, edits) =>
    {
        var all = new List<DataNode>();
        Collect(random.Tree(edits).Root, all);
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var k in new[] { 0, i / 2, i, (i + all.Count) / 2, all.Count - 1 })
            {
                Math.Sign(DataNode.CompareDocumentOrder(all[i], all[k])).ShouldBe(i.CompareTo(k), $"{all[i]} and {all[k]}");
                (all[i] == all[k]).ShouldBe(i == k);
            }

            all[i].Tree.TryFind(all[i].Path, out var found).ShouldBeTrue(all[i].ToString());
            found.ShouldBe(all[i]);
            found.GetHashCode().ShouldBe(all[i].GetHashCode());
            // NUL is no character of YANG strings; keys of the tests have it all the same, for the encoding's sake.
            if (!all[i].Path.ToString().Contains('\0')) DataPath.Parse(Schema, all[i].Path.ToString()).ToString().ShouldBe(all[i].Path.ToString());
        }
    });

    [Fact]
    public void A_selection_is_the_nodes_selected_with_all_below_and_their_ancestors() => Run(60, 200, (random, edits) =>
    {
        var tree = random.Tree(edits * 2);
        var all = new List<DataNode>();
        Collect(tree.Root, all);
        all.RemoveAt(0);
        var selected = all.Where(_ => random.Chance(10)).ToList();
        var expected = new OracleNode(Schema.Root, []);
        foreach (var node in selected)
        {
            var isKey = node.Schema is LeafNode { IsKey: true };
            var target = expected.Make(isKey ? node.Path.Parent : node.Path, clearCases: false);
            if (!isKey) target.Merge(OracleNode.Of(node));
        }

        var selection = DataSelection.Select(tree, random.Shuffled(selected));
        selection.ShouldBeContent(expected.Dump());
        TreeInvariants.Check(selection);
    });

    [Fact]
    public void Digests_are_equal_exactly_when_contents_are_however_they_came_to_be() => Run(100, 200, (random, edits) =>
    {
        var editor = DataTree.Empty(Schema).Edit();
        var oracle = new OracleNode(Schema.Root, []);
        var seen = new Dictionary<ulong, string>();
        for (var i = 0; i < edits; i++)
        {
            random.Step(editor, oracle);
            if (i % 7 != 0) continue;
            var now = editor.Snapshot();
            var digest = ContentDigest.Of(now.Root);
            if (!seen.TryAdd(digest, oracle.Dump())) seen[digest].ShouldBe(oracle.Dump());
            ContentDigest.Of(Rebuild(now).Root).ShouldBe(digest);
        }

        seen.Values.Distinct().Count().ShouldBe(seen.Count);
    });

    [Fact]
    public void A_part_has_another_digest_exactly_when_something_in_it_differs() => Run(60, 200, (random, edits) =>
    {
        var before = random.Tree(edits * 2);
        var editor = before.Edit();
        var oracle = OracleNode.Of(before.Root);
        for (var i = 0; i < 3; i++) random.Step(editor, oracle);
        var after = editor.Seal();
        var all = new List<DataNode>();
        Collect(before.Root, all);
        foreach (var node in all)
        {
            var path = node.Path;
            var isSame = after.TryFind(path, out var other) && TreeDump.Of(node) == TreeDump.Of(other);
            (ContentDigest.Of(before, path) == ContentDigest.Of(after, path)).ShouldBe(isSame, path.ToString());
        }
    });

    /// <summary>The same content through the builder, lists backwards.</summary>
    private static DataTree Rebuild(DataTree tree)
    {
        var builder = new DataTreeBuilder(tree.Schema);
        Copy(tree.Root, builder);
        return builder.Seal();
    }

    private static void Copy(DataNode node, DataTreeBuilder builder)
    {
        var children = new List<DataNode>();
        foreach (var child in node.Children) children.Add(child);
        var ordered = children.Where(c => c.Schema is ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true });
        foreach (var child in children.Except(ordered).Reverse().Concat(ordered))
        {
            var status = BuildStatus.Ok;
            switch (child.Schema)
            {
                case LeafNode leaf:
                    status = builder.AddLeaf(leaf, child.Value);
                    break;
                case AnyNode any:
                    status = builder.AddAny(any, child.Value);
                    break;
                case LeafListNode leafList:
                    status = builder.AddLeafListEntry(leafList, child.Value);
                    break;
                case ContainerNode container:
                    status = builder.OpenContainer(container);
                    Copy(child, builder);
                    builder.Close().ShouldBe(BuildStatus.Ok);
                    break;
                case ListNode list:
                    builder.OpenEntry(list);
                    Copy(child, builder);
                    status = builder.Close();
                    break;
            }

            status.ShouldBe(BuildStatus.Ok);
        }
    }

    private static void Collect(DataNode node, List<DataNode> all)
    {
        all.Add(node);
        foreach (var child in node.Children) Collect(child, all);
    }

    private static void Run(int tests, int size, Action<RandomEdits, int> property) =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, size)).ToArbitrary(),
                at => property(new RandomEdits(Schema, at.Item1, at.Item1 % 3 == 0 ? 250 : 20), at.Item2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(tests));
}
