using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data;

public sealed class SubtreeFilterTests
{
    private static readonly YangSchema Schema = TestSchemas.Compile(TestSchemas.Varied, TestSchemas.OtherModule);
    private static readonly YangModule T = Schema.FindModule("t")!;
    private static readonly YangModule T2 = Schema.FindModule("t2")!;

    private static readonly DataTree Tree = Schema.Tree("""
        {"t:sys":{"host":"h1","t2:host":"h2","dns":["d1","d2"],"opts":{"o1":1},"kind":"t:one"},
         "t:one":[{"k":1,"v":"a","w":"x","sub":[{"a":"p","b":1,"x":"s1"},{"a":"p","b":2}]},{"k":2,"v":"a"},{"k":3,"v":"b","inner":{"z":true}}],
         "t:usr":[{"name":"z"},{"name":"a","val":"va"}]}
        """);

    public static TheoryData<SubtreeFilterNode[], string> Cases => new()
    {
        { [], "{}" },
        { [E("sys", E("host"))], """{"t:sys":{"host":"h1"}}""" },
        { [new SubtreeFilterNode { Name = "sys", Children = [new SubtreeFilterNode { Name = "host" }] }], """{"t:sys":{"host":"h1","t2:host":"h2"}}""" },
        { [E("sys", new SubtreeFilterNode { Module = T2, Name = "host" })], """{"t:sys":{"t2:host":"h2"}}""" },
        { [E("usr")], """{"t:usr":[{"name":"z"},{"name":"a","val":"va"}]}""" },
        { [E("usr", E("name", "a")), E("usr", E("name", "z"))], """{"t:usr":[{"name":"z"},{"name":"a","val":"va"}]}""" },
        { [E("one", E("k", "2"))], """{"t:one":[{"k":2,"v":"a"}]}""" },
        { [E("one", E("v", "a"))], """{"t:one":[{"k":1,"v":"a","w":"x","sub":[{"a":"p","b":1,"x":"s1"},{"a":"p","b":2}]},{"k":2,"v":"a"}]}""" },
        { [E("one", E("v", "a"), E("w"))], """{"t:one":[{"k":1,"v":"a","w":"x"},{"k":2,"v":"a"}]}""" },
        { [E("one", E("k"))], """{"t:one":[{"k":1},{"k":2},{"k":3}]}""" },
        { [E("one", E("sub", E("b", "2")))], """{"t:one":[{"k":1,"sub":[{"a":"p","b":2}]}]}""" },
        { [E("one", E("k", "1"), E("sub", E("a", "p"), E("b", "1")))], """{"t:one":[{"k":1,"sub":[{"a":"p","b":1,"x":"s1"}]}]}""" },
        { [E("one", E("inner"))], """{"t:one":[{"k":3,"inner":{"z":true}}]}""" },
        { [E("one", E("k", "9"))], "{}" },
        { [E("one", E("k", "no number"))], "{}" },
        { [E("one", E("nothing", "of the kind"), E("k"))], "{}" },
        { [E("sys", E("dns", "d2"), E("host"))], """{"t:sys":{"host":"h1","dns":["d2"]}}""" },
        { [E("sys", E("opts"))], """{"t:sys":{"opts":{"o1":1}}}""" },
        { [E("sys", E("host") with { Attributes = [new SubtreeFilterAttribute("", "type", "x")] })], "{}" },
        { [E("nothing")], "{}" },
        // No namespace stands for any: it is enough that one of the leafs has the value.
        { [E("sys", Any("host", "h2"), E("dns"))], """{"t:sys":{"t2:host":"h2","dns":["d1","d2"]}}""" },
        { [E("sys", Any("host", "h3"), E("dns"))], "{}" },
        { [E("one", Any("k", "2"))], """{"t:one":[{"k":2,"v":"a"}]}""" },
        // Several content matches must all hold, two of one leaf as well; those of a leaf-list look for an entry each.
        { [E("one", E("v", "a"), E("w", "x"))], """{"t:one":[{"k":1,"v":"a","w":"x","sub":[{"a":"p","b":1,"x":"s1"},{"a":"p","b":2}]}]}""" },
        { [E("one", E("v", "a"), E("v", "b"))], "{}" },
        { [E("one", E("k", "1"), E("k", "2"))], "{}" },
        { [E("sys", E("dns", "d1"), E("dns", "d2"), E("opts"))], """{"t:sys":{"dns":["d1","d2"],"opts":{"o1":1}}}""" },
        { [E("sys", E("dns", "d1"), E("dns", "d3"), E("opts"))], "{}" },
        // An attribute match holds nowhere, as no data has attributes; a content match with one excludes all its siblings.
        { [E("one") with { Attributes = [new SubtreeFilterAttribute("urn:x", "y", "z")] }], "{}" },
        { [E("one", E("k", "1") with { Attributes = [new SubtreeFilterAttribute("", "y", "z")] }, E("v"))], "{}" },
        { [E("one", E("v") with { Attributes = [new SubtreeFilterAttribute("", "y", "z")] }, E("w"))], """{"t:one":[{"k":1,"w":"x"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_filter_selects_what_RFC_6241_section_6_says(SubtreeFilterNode[] filter, string expected)
    {
        var selected = new SubtreeFilter(Schema, filter).Apply(Tree);
        Json.Of(selected).ShouldBe(Json.Of(Schema.Tree(expected)));
        TreeInvariants.Check(selected);
    }

    [Fact]
    public void Reach_names_entries_whose_keys_are_all_given_and_whole_lists_else() =>
        new SubtreeFilter(Schema, [E("one", E("k", "1"), E("sub", E("a", "p"))), E("sys", E("host"), E("opts")), E("usr", E("val", "va"))]).Reach(Schema)
            .Select(p => p.ToString()).ShouldBe(["/t:one[k='1']/sub", "/t:sys/host", "/t:sys/opts", "/t:usr"], ignoreOrder: true);

    [Fact]
    public void What_is_selected_whole_is_shared()
    {
        var editor = DataTree.Empty(Schema).Edit();
        for (var i = 0; i < 1000; i++) editor.Create(Schema.Path($"/t:one[k='{i}']"));
        var tree = editor.Seal();
        var selected = new SubtreeFilter(Schema, [E("one")]).Apply(tree);
        new DataDiff(tree, selected).IsEmpty.ShouldBeTrue();
        selected.RootUnit.Record.Refs!.Single().ShouldBeSameAs(tree.RootUnit.Record.Refs!.Single());
    }

    [Fact]
    public void A_selection_has_its_ancestors_with_their_keys()
    {
        DataNode Find(string path) => Tree.TryFind(Schema.Path(path), out var node) ? node : throw new InvalidOperationException(path);
        var selected = DataSelection.Select(Tree, [Find("/t:usr[name='a']"), Find("/t:one[k='1']/sub[a='p'][b='1']/x"), Find("/t:usr[name='z']"), Find("/t:sys/dns[.='d2']")]);
        Json.Of(selected).ShouldBe(Json.Of(Schema.Tree("""{"t:sys":{"dns":["d2"]},"t:one":[{"k":1,"sub":[{"a":"p","b":1,"x":"s1"}]}],"t:usr":[{"name":"z"},{"name":"a","val":"va"}]}""")));
        DataSelection.Select(Tree, []).IsEmpty.ShouldBeTrue();
        DataSelection.Select(Tree, [Tree.Root]).ShouldBeSameAs(Tree);
    }

    private static SubtreeFilterNode E(string name, params SubtreeFilterNode[] children) => new() { Module = T, Name = name, Children = children };

    private static SubtreeFilterNode Any(string name, string content) => new() { Name = name, Content = content };

    private static SubtreeFilterNode E(string name, string content) => new() { Module = T, Name = name, Content = content };
}
