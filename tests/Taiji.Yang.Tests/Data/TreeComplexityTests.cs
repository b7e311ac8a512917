using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Tests.Data;

/// <summary>What must stay flat, by counting instead of by the clock.</summary>
public sealed class TreeComplexityTests
{
    private static readonly YangSchema Schema = TestSchemas.Compile(TestSchemas.ListsOnly);
    private static readonly ListNode Y = (ListNode)Schema.Path("/y:x/y").Node;

    [Theory]
    [InlineData(1_000)]
    [InlineData(200_000)]
    public void One_edit_copies_one_page_a_level_and_its_diff_looks_at_no_more(int n)
    {
        var tree = Build(n);
        var root = Root(tree);
        var all = new HashSet<Page>(ReferenceEqualityComparer.Instance);
        Collect(root, all);
        var editor = tree.Edit();
        editor.SetText(Schema.Path($"/y:x/y[a='{n / 3}']/b"), $"VALUE{n / 3}");
        var after = editor.Seal();
        var copied = new HashSet<Page>(ReferenceEqualityComparer.Instance);
        Collect(Root(after), copied);
        copied.ExceptWith(all);
        copied.Count.ShouldBe(root.Height + 1);

        var comparison = new TreeComparison(root, Root(after), 4);
        var changes = 0;
        while (comparison.MoveNext()) changes++;
        changes.ShouldBe(1);
        comparison.Steps.ShouldBeLessThanOrEqualTo((root.Height + 1) * 2 * Page.FanOut + 100);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void A_filter_with_the_keys_reads_no_page_but_those_on_the_way_to_its_entry(int n)
    {
        var tree = Build(n);
        var key = n / 3;
        // Whoever looks into any other page of the tree falls over.
        TakeAwayAllPagesBut(Root(tree), Entry(key).Steps[^1].Key!.Value.Span);
        var module = Schema.FindModule("y")!;
        var element = new SubtreeFilterNode { Module = module, Name = "x", Children = [new SubtreeFilterNode { Module = module, Name = "y", Children = [new SubtreeFilterNode { Module = module, Name = "a", Content = $"{key}" }] }] };
        var expected = $$$"""{"y:x":{"y":[{"a":{{{key}}},"b":"value{{{key}}}"}]}}""";
        Json.Of(new SubtreeFilter(Schema, [element]).Apply(tree)).ShouldBe(expected);

        XPathParser.TryParse($"/y:x/y:y[y:a='{key}']", new OwnPrefixes(), out var expression, out _).ShouldBeTrue();
        var found = new XPathEvaluator(new AccessibleTree(tree)).Evaluate(expression, new XPathNode(tree.Root), null).Nodes.Select(x => x.Data).ToList();
        Json.Of(DataSelection.Select(tree, found)).ShouldBe(expected);
        Should.Throw<NullReferenceException>(() => new SubtreeFilter(Schema, [element with { Children = [element.Children[0] with { Children = [new SubtreeFilterNode { Module = module, Name = "b", Content = $"value{key}" }] }] }]).Apply(tree));
    }

    [Theory]
    [InlineData("", 1_000)]
    [InlineData("", 100_000)]
    [InlineData("ordered-by user;", 100_000)]
    [InlineData("", 5)]
    public void A_sum_over_a_list_adds_up_only_pages_that_an_edit_made(string order, int n)
    {
        var schema = TestSchemas.Compile($"module s {{ namespace 'urn:s'; prefix s; container x {{ list y {{ key a; {order} leaf a {{ type string; }} leaf n {{ type int16; }} }} }} }}");
        var list = (ListNode)schema.Path("/s:x/y").Node;
        var leaf = (LeafNode)list.FindChild(list.Module, "n")!;
        var builder = new DataTreeBuilder(schema);
        builder.OpenContainer((ContainerNode)list.Parent!);
        for (var i = 0; i < n; i++)
        {
            builder.OpenEntry(list);
            builder.AddLeaf((LeafNode)list.Keys[0], Encoding.UTF8.GetBytes($"{i:D7}"));
            if (i % 3 != 0) builder.AddLeaf(leaf, Stored(i % 7 - 3));
            builder.Close();
        }

        builder.Close();
        var tree = builder.Seal();
        var expected = Enumerable.Range(0, n).Where(i => i % 3 != 0).Sum(i => (long)(i % 7 - 3));
        Sum(tree, out _).ShouldBe(expected);
        var editor = tree.Edit();
        editor.SetValue(schema.Path("/s:x/y[a='0000001']/n"), Stored(1000));
        editor.Remove(schema.Path("/s:x/y[a='0000002']"));
        var after = editor.Seal();
        Sum(after, out var read).ShouldBe(expected + 1000 + 2 + 1);
        read.ShouldBeLessThanOrEqualTo(6);
        Sum(after, out read);
        read.ShouldBe(0);
        Sum(tree, out _).ShouldBe(expected);

        long Sum(DataTree of, out int pages)
        {
            of.TryFind(schema.Path("/s:x"), out var x).ShouldBeTrue();
            x.Entries(list).TrySum(leaf, out var sum, out pages).ShouldBeTrue();
            return sum;
        }

        static byte[] Stored(int value)
        {
            var stored = new byte[2];
            BinaryPrimitives.WriteInt16BigEndian(stored, (short)(value ^ short.MinValue));
            return stored;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(300)]
    public void Differences_are_all_there_however_often_they_are_asked_for(int count)
    {
        var tree = Build(1_000);
        var editor = tree.Edit();
        for (var i = 0; i < count; i++) editor.SetText(Schema.Path($"/y:x/y[a='{3 * i}']/b"), "changed");
        var diff = new DataDiff(tree, editor.Seal());
        diff.IsEmpty.ShouldBeFalse();
        for (var time = 0; time < 3; time++) diff.Changes.Select(c => c.Before.Path.ToString()).ShouldBe(Enumerable.Range(0, count).Select(i => $"/y:x/y[a='{3 * i}']/b"));
        new DataDiff(tree, tree).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Entries_in_order_fill_their_pages()
    {
        var tree = Build(100_000);
        var pages = new HashSet<Page>(ReferenceEqualityComparer.Instance);
        Collect(Root(tree), pages);
        var bytes = pages.OfType<LeafPage>().Sum(p => (long)p.Data.Length);
        (bytes / (double)pages.OfType<LeafPage>().Count()).ShouldBeGreaterThan(Page.LeafBytes * 0.95);
        (bytes / 100_000.0).ShouldBeLessThan(24);
    }

    [Fact]
    public void Replacing_a_list_shares_its_pages_whole()
    {
        var source = Build(10_000);
        var editor = DataTree.Empty(Schema).Edit();
        editor.Replace(new DataPath(Schema), source.Root);
        Root(editor.Seal()).ShouldBeSameAs(Root(source));
        source.TryFind(Schema.Path("/y:x"), out var x).ShouldBeTrue();
        editor = Build(10).Edit();
        editor.Replace(Schema.Path("/y:x"), x);
        Root(editor.Seal()).ShouldBeSameAs(Root(source));
        editor = DataTree.Empty(Schema).Edit();
        editor.Merge(new DataPath(Schema), source.Root);
        Root(editor.Seal()).ShouldBeSameAs(Root(source));
    }

    [Theory]
    [InlineData(0, 30_000, 20_000, 30_000)]
    [InlineData(0, 30_000, 100, 20)]
    [InlineData(0, 1_000, 1_000, 30_000)]
    [InlineData(20_000, 1_000, 0, 20_000)]
    public void Merging_big_lists_gives_their_union(int from, int count, int otherFrom, int otherCount)
    {
        DataTree a = Build(count, from, "old"), b = Build(otherCount, otherFrom, "new");
        var editor = a.Edit();
        editor.Merge(new DataPath(Schema), b.Root);
        var merged = editor.Seal();
        TreeInvariants.Check(merged);
        merged.TryFind(Schema.Path("/y:x"), out var x).ShouldBeTrue();
        var expected = new SortedDictionary<int, string>();
        for (var i = from; i < from + count; i++) expected[i] = "old" + i;
        for (var i = otherFrom; i < otherFrom + otherCount; i++) expected[i] = "new" + i;
        var entries = x.Entries(Y);
        entries.Count.ShouldBe(expected.Count);
        using var pair = expected.GetEnumerator();
        foreach (var entry in entries)
        {
            pair.MoveNext().ShouldBeTrue();
            entry.ChildText("b").ShouldBe(pair.Current.Value);
        }
    }

    [Fact]
    public void Deleting_most_of_a_list_gives_its_pages_back()
    {
        const int n = 20_000;
        var editor = Build(n).Edit();
        for (var i = 0; i < n; i++)
        {
            if (i % 100 != 0) editor.Remove(Entry(i)).ShouldBeTrue();
        }

        var tree = editor.Seal();
        TreeInvariants.Check(tree);
        var pages = new HashSet<Page>(ReferenceEqualityComparer.Instance);
        Collect(Root(tree), pages);
        pages.Count.ShouldBeLessThan(40);
        Root(tree).Total.ShouldBe(n / 100);
    }

    private static DataPath Entry(int i)
    {
        var key = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(key, (uint)i ^ 0x80000000);
        return Schema.Path("/y:x").Append(Y, key);
    }

    private static DataTree Build(int n, int from = 0, string prefix = "value")
    {
        var builder = new DataTreeBuilder(Schema);
        builder.OpenContainer((ContainerNode)Schema.Path("/y:x").Node);
        for (var i = from; i < from + n; i++)
        {
            builder.OpenEntry(Y);
            var key = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(key, (uint)i ^ 0x80000000);
            builder.AddLeaf(Y.Keys[0], key);
            builder.AddLeaf((LeafNode)Y.DataChildren[1], Encoding.UTF8.GetBytes(prefix + i));
            builder.Close();
        }

        builder.Close();
        return builder.Seal();
    }

    private static void TakeAwayAllPagesBut(Page page, ReadOnlySpan<byte> key)
    {
        while (page is InnerPage inner)
        {
            var kids = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(inner.Kids), inner.Kids.Length);
            page = kids[inner.KidFor(key)];
            for (var i = 0; i < kids.Length; i++)
            {
                if (kids[i] != page) kids[i] = null!;
            }
        }
    }

    private sealed class OwnPrefixes : IXPathPrefixes
    {
        public YangModule? Resolve(string prefix) => Schema.FindModule(prefix);

        public string? PrefixOf(YangModule module) => module.Name;
    }

    private static Page Root(DataTree tree) => (Page)tree.RootUnit.Record.Refs!.Single();

    private static void Collect(Page page, HashSet<Page> pages)
    {
        pages.Add(page);
        if (page is not InnerPage inner) return;
        foreach (var kid in inner.Kids) Collect(kid, pages);
    }
}
