using Taiji.Server.RestconfApi.Collections;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>What a page costs: the entries it looks at.</summary>
public sealed class EntryPageTests
{
    private const int Many = 20_000;
    private readonly ListNode _list;
    private readonly DataEntries _entries;
    private readonly CountingOrder _order;

    public EntryPageTests()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText("""module many { yang-version 1.1; namespace "urn:many"; prefix m; list entry { key id; leaf id { type uint32; } leaf v { type uint32; } } }""");
        var schema = compiler.Compile().Schema!;
        var editor = DataTree.Empty(schema).Edit();
        var root = new DataPath(schema);
        for (var i = 0; i < Many; i++) editor.SetText(root.Entry("many:entry", i.ToString(System.Globalization.CultureInfo.InvariantCulture)).Child("v"), "1");
        _list = (ListNode)schema.Root.DataChildren[0];
        _entries = editor.Seal().Root.Entries(_list);
        _order = new CountingOrder(new ListOrder(_entries));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(Many - 50, false)]
    [InlineData(Many / 2, true)]
    public void A_page_by_offset_looks_at_its_own_entries_and_at_the_two_that_cursors_stand_for(int offset, bool isBackwards)
    {
        var page = Choose(isBackwards ? _order.Reversed() : _order, $"offset={offset}", "limit=100");
        page.Entries.Count().ShouldBe(Math.Min(100, Many - offset));
        _order.Looked.ShouldBeLessThanOrEqualTo(102);
    }

    [Fact]
    public void A_page_by_cursor_does_so_too()
    {
        var next = Choose(_order, $"offset={Many / 2}", "limit=100").Annotation.Next!;
        _order.Looked = 0;
        var page = Choose(_order, "cursor=" + next, "limit=100");
        page.Entries.First().ChildText("id").ShouldBe($"{(Many / 2) + 100}");
        page.Annotation.Remaining.ShouldBe(Many - (Many / 2) - 200);
        _order.Looked.ShouldBeLessThanOrEqualTo(102);
    }

    [Fact]
    public void A_page_that_is_filtered_counts_no_further_than_is_worth_it()
    {
        var asked = 0;
        var page = EntryPage.Choose(_list, _entries, _order, _ => asked++ >= 0, Query("limit=10"));
        page.Entries.Count().ShouldBe(10);
        page.Annotation.Remaining.ShouldBe(ListAnnotation.Unknown);
        page.Annotation.Next.ShouldNotBeNull();
        asked.ShouldBeLessThan(10_100);
    }

    private EntryPage Choose(EntryOrder order, params string[] query) => EntryPage.Choose(_list, _entries, order, null, Query(query));

    private static PageQuery Query(params string[] parameters)
    {
        var schema = new SchemaCompiler();
        schema.ImplementText("""module many { yang-version 1.1; namespace "urn:many"; prefix m; list entry { key id; leaf id { type uint32; } } }""");
        var compiled = schema.Compile().Schema!;
        var target = new Taiji.Server.RestconfApi.ResourceTarget(Taiji.Server.RestconfApi.ResourceKind.Data) { Path = new DataPath(compiled).Append(compiled.Root.DataChildren[0]) };
        var query = new PageQuery();
        foreach (var parameter in parameters) query = query.With(parameter.Split('=')[0], parameter[(parameter.IndexOf('=') + 1)..], "GET", target);
        return query;
    }

    private sealed class CountingOrder(EntryOrder order) : EntryOrder
    {
        public int Looked { get; set; }

        public override long Count => order.Count;

        public override DataNode At(long position)
        {
            Looked++;
            return order.At(position);
        }

        public override long PositionOf(DataNode entry) => order.PositionOf(entry);
    }
}
