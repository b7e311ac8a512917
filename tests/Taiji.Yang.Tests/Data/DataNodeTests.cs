using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data;

public sealed class DataNodeTests
{
    private static readonly YangSchema Schema = TestSchemas.Compile(TestSchemas.Varied);
    private static readonly ContainerNode Sys = (ContainerNode)Schema.Path("/t:sys").Node;

    [Theory]
    [InlineData("{}", "cb!")]
    [InlineData("""{"t:sys":{"ci1":"x"}}""", "cb!")]
    [InlineData("""{"t:sys":{"cb":"set"}}""", "set")]
    [InlineData("""{"t:sys":{"ca":"other case"}}""", null)]
    [InlineData("""{"t:sys":{"cac":{"cac1":"other case"}}}""", null)]
    [InlineData("""{"t:sys":{"cc":{}}}""", null)]
    public void A_default_is_in_use_when_its_case_is_chosen_or_the_default_one(string json, string? expected)
    {
        var tree = Schema.Tree(json);
        tree.Root.TryGetChildOrDefault(Sys, out var sys).ShouldBeTrue();
        var has = sys.TryGetChildOrDefault(Schema.Path("/t:sys/cb").Node, out var cb);
        has.ShouldBe(expected is not null);
        if (has) cb.ValueText.ShouldBe(expected);
        if (has) cb.IsDefault.ShouldBe(expected == "cb!");
        sys.TryGetChildOrDefault(Schema.Path("/t:sys/opts").Node, out _).ShouldBeFalse();
        sys.TryGetChildOrDefault(Schema.Path("/t:sys/mtu").Node, out var mtu).ShouldBeTrue();
        mtu.ValueText.ShouldBe("1500");
        mtu.Parent.ShouldBe(sys);
    }

    [Fact]
    public void A_non_presence_container_exists_when_something_in_it_does()
    {
        var tree = Schema.Tree("""{"t:sys":{"opts":{"deep":{"o2":"x"}}}}""");
        tree.TryFind(Schema.Path("/t:sys/opts/deep"), out _).ShouldBeTrue();
        tree.TryFind(Schema.Path("/t:sys/opts/deep/deeper"), out _).ShouldBeFalse();
        var editor = tree.Edit();
        editor.Remove(Schema.Path("/t:sys/opts/deep/o2")).ShouldBeTrue();
        var rest = editor.Seal();
        rest.TryFind(Schema.Path("/t:sys/opts/deep"), out _).ShouldBeFalse();
        rest.TryFind(Schema.Path("/t:sys/opts"), out _).ShouldBeTrue();
        editor.Remove(Schema.Path("/t:sys/opts")).ShouldBeTrue();
        editor.Seal().TryFind(Schema.Path("/t:sys"), out _).ShouldBeFalse();
    }

    [Fact]
    public void Setting_a_leaf_makes_the_presence_containers_around_it()
    {
        var editor = DataTree.Empty(Schema).Edit();
        editor.SetText(Schema.Path("/t:sys/opts/deep/deeper/o3"), "x");
        Json.Of(editor.Seal()).ShouldBe("""{"t:sys":{"opts":{"deep":{"deeper":{"o3":"x"}}}}}""");
    }

    [Fact]
    public void Keys_come_first_and_in_key_order()
    {
        var tree = Schema.Tree("""{"t:two":[{"s":"x","n":-1,"data":"d"},{"s":"x","n":1},{"s":"w","n":1}]}""");
        Json.Of(tree).ShouldBe("""{"t:two":[{"n":-1,"s":"x","data":"d"},{"n":1,"s":"w"},{"n":1,"s":"x"}]}""");
        var two = (ListNode)Schema.Path("/t:two").Node;
        tree.Root.Entries(two).TryGet(KeyCodec.Encode(two, [0x81], "w"u8.ToArray()), out var entry).ShouldBeTrue();
        entry.TryGetChild(two.Keys[1], out var s).ShouldBeTrue();
        s.ValueText.ShouldBe("w");
        s.Path.ToString().ShouldBe("/t:two[n='1'][s='w']/s");
        Should.Throw<ArgumentOutOfRangeException>(() => tree.Root.Entries(two).At(3));
    }

    [Fact]
    public void Nodes_of_equal_paths_in_two_trees_are_not_the_same()
    {
        DataTree a = Schema.Tree("""{"t:sys":{"host":"x"}}"""), b = Schema.Tree("""{"t:sys":{"host":"x"}}""");
        a.TryFind(Schema.Path("/t:sys/host"), out var inA).ShouldBeTrue();
        b.TryFind(Schema.Path("/t:sys/host"), out var inB).ShouldBeTrue();
        (inA == inB).ShouldBeFalse();
        inA.Parent.Parent.ShouldBe(a.Root);
        default(DataNode).Equals(default).ShouldBeTrue();
        default(DataNode).Equals(inA).ShouldBeFalse();
    }
}
