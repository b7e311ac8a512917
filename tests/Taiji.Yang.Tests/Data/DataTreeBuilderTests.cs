using System.Buffers.Binary;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data;

public sealed class DataTreeBuilderTests
{
    private static readonly YangSchema Schema = TestSchemas.Compile(TestSchemas.Varied);
    private static readonly ContainerNode Sys = (ContainerNode)Schema.Path("/t:sys").Node;
    private static readonly ListNode Two = (ListNode)Schema.Path("/t:two").Node;
    private static readonly ListNode Usr = (ListNode)Schema.Path("/t:usr").Node;

    [Fact]
    public void Duplicates_are_told_and_the_first_stays()
    {
        var builder = new DataTreeBuilder(Schema);
        builder.OpenContainer(Sys).ShouldBe(BuildStatus.Ok);
        var host = Leaf(Sys, "host");
        builder.AddLeaf(host, "one"u8).ShouldBe(BuildStatus.Ok);
        builder.AddLeaf(host, "two"u8).ShouldBe(BuildStatus.Duplicate);
        var tag = (LeafListNode)Schema.Path("/t:sys/tag").Node;
        builder.AddLeafListEntry(tag, "b"u8).ShouldBe(BuildStatus.Ok);
        builder.AddLeafListEntry(tag, "a"u8).ShouldBe(BuildStatus.Ok);
        builder.AddLeafListEntry(tag, "b"u8).ShouldBe(BuildStatus.DuplicateEntry);
        builder.Close().ShouldBe(BuildStatus.Ok);
        builder.OpenContainer(Sys).ShouldBe(BuildStatus.Duplicate);
        builder.AddLeaf(host, "three"u8).ShouldBe(BuildStatus.Duplicate);
        builder.Close();
        Entry(builder, Usr, ("name", "u")).ShouldBe(BuildStatus.Ok);
        Entry(builder, Usr, ("name", "t")).ShouldBe(BuildStatus.Ok);
        Entry(builder, Usr, ("val", "dropped"), ("name", "u")).ShouldBe(BuildStatus.DuplicateEntry);
        Json.Of(builder.Seal()).ShouldBe("""{"t:sys":{"host":"one","tag":["a","b"]},"t:usr":[{"name":"u"},{"name":"t"}]}""");
    }

    [Fact]
    public void An_entry_without_a_key_leaf_is_dropped_and_the_leaf_named()
    {
        var builder = new DataTreeBuilder(Schema);
        builder.OpenEntry(Two);
        builder.CurrentPath.ShouldBe("/t:two[1]");
        builder.AddLeaf(Leaf(Two, "s"), "x"u8);
        builder.Close().ShouldBe(BuildStatus.MissingKey);
        builder.MissingKey.ShouldBe(Leaf(Two, "n"));
        builder.Seal().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void The_path_of_what_is_open_names_entries_by_key_once_it_is_known()
    {
        var builder = new DataTreeBuilder(Schema);
        builder.CurrentPath.ShouldBe("/");
        var one = (ListNode)Schema.Path("/t:one").Node;
        builder.OpenEntry(one);
        builder.AddLeaf(Leaf(one, "k"), [0x80, 0, 0, 7]);
        var sub = (ListNode)one.DataChildren.Single(c => c.Name == "sub");
        builder.OpenEntry(sub);
        builder.CurrentPath.ShouldBe("/t:one[k='7']/sub[1]");
        builder.AddLeaf(Leaf(sub, "b"), [3]);
        builder.AddLeaf(Leaf(sub, "a"), "it's"u8);
        builder.CurrentPath.ShouldBe("/t:one[k='7']/sub[a=\"it's\"][b='3']");
        builder.Current.ShouldBe(sub);
        Should.Throw<InvalidOperationException>(builder.Seal).Message.ShouldContain("/t:one[k='7']/sub");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(7919)]
    public void Entries_in_any_order_end_up_in_key_order(int step)
    {
        const int n = 20_000;
        var schema = TestSchemas.Compile(TestSchemas.ListsOnly);
        var y = (ListNode)schema.Path("/y:x/y").Node;
        var builder = new DataTreeBuilder(schema);
        builder.OpenContainer((ContainerNode)schema.Path("/y:x").Node);
        for (var i = 0; i < n; i++)
        {
            builder.OpenEntry(y);
            builder.AddLeaf(Leaf(y, "b"), Encoding.UTF8.GetBytes("b" + i));
            builder.AddLeaf(Leaf(y, "a"), Key((int)(((long)i * step % n + n) % n)));
            builder.Close().ShouldBe(BuildStatus.Ok);
        }

        builder.OpenEntry(y);
        builder.AddLeaf(Leaf(y, "a"), Key(n / 2));
        builder.Close().ShouldBe(BuildStatus.DuplicateEntry);
        builder.Close();
        var tree = builder.Seal();
        TreeInvariants.Check(tree);
        tree.TryFind(schema.Path("/y:x"), out var x).ShouldBeTrue();
        var entries = x.Entries(y);
        entries.Count.ShouldBe(n);
        var expected = 0;
        foreach (var entry in entries) BinaryPrimitives.ReadUInt32BigEndian(entry.Key).ShouldBe(0x80000000 + (uint)expected++);
        for (var i = 0; i < n; i += 997) entries.At(i).Position.ShouldBe(i);
    }

    [Fact]
    public void Lists_without_keys_and_values_twice_keep_their_order_and_are_named_by_position()
    {
        var text = new StringBuilder("""{"t:state":{"kl":[""");
        for (var i = 0; i < 300; i++) text.Append(i == 0 ? "" : ",").Append("{\"p\":\"").Append(i % 3).Append("\",\"q\":").Append(i).Append(",\"r\":[\"x\",\"x\"]}");
        text.Append("""],"dup":["b","a","b"]}}""");
        var tree = Schema.Tree(text.ToString());
        TreeInvariants.Check(tree);
        Json.Of(tree).ShouldBe(text.ToString());

        tree.TryFind(Schema.Path("/t:state/kl[201]/q"), out var q).ShouldBeTrue();
        q.ValueText.ShouldBe("200");
        q.Path.ToString().ShouldBe("/t:state/kl[201]/q");
        tree.TryFind(Schema.Path("/t:state/dup[3]"), out var dup).ShouldBeTrue();
        dup.ValueText.ShouldBe("b");
        dup.Path.ToString().ShouldBe("/t:state/dup[3]");
        tree.TryFind(Schema.Path("/t:state/dup[4]"), out _).ShouldBeFalse();

        var again = Schema.Tree(text.ToString());
        new DataDiff(tree, again).IsEmpty.ShouldBeTrue();
        var editor = tree.Edit();
        editor.SetValue(Schema.Path("/t:state/kl[201]/p"), Encoding.UTF8.GetBytes(new string('p', 600)));
        var long1 = editor.Seal();
        editor = again.Edit();
        editor.SetValue(Schema.Path("/t:state/kl[201]/p"), Encoding.UTF8.GetBytes(new string('p', 600)));
        new DataDiff(long1, editor.Seal()).IsEmpty.ShouldBeTrue();
        new DataDiff(tree, long1).Changes.Select(c => $"{c.Kind} {c.Node}").ShouldBe(["Deleted /t:state/kl[201]", "Created /t:state/kl[201]"]);
        editor = tree.Edit();
        editor.Remove(Schema.Path("/t:state/kl[1]")).ShouldBeTrue();
        new DataDiff(tree, editor.Seal()).Changes.Select(c => $"{c.Kind} {c.Node}").ShouldBe(["Deleted /t:state/kl[1]"]);
    }

    [Fact]
    public void Trees_root_at_operations_and_notifications_too()
    {
        var op = Schema.Root.Rpcs.Single();
        var input = Schema.Tree("""{"t:p":"in","t:l":[{"k":"b"},{"k":"a"}]}""", op.Input);
        input.RootNode.ShouldBe(op.Input);
        input.Root.ChildText("p").ShouldBe("in");
        input.TryFind(new DataPath(Schema, op.Input).Entry("l", "a"), out var entry).ShouldBeTrue();
        entry.Parent.IsRoot.ShouldBeTrue();
        DataTree.Empty(Schema, op.Output).IsEmpty.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => new DataDiff(input, DataTree.Empty(Schema)));
        Should.Throw<ArgumentException>(() => DataTree.Empty(Schema, Sys));
    }

    [Fact]
    public void Keys_and_records_longer_than_a_page_are_kept()
    {
        var tree = DataTree.Empty(Schema);
        var editor = tree.Edit();
        var oracle = new OracleNode(Schema.Root, []);
        for (var i = 0; i < 12; i++)
        {
            var path = new DataPath(Schema).Append(Two, KeyCodec.Encode(Two, [(byte)i], Encoding.UTF8.GetBytes(new string((char)('a' + i), i * 9_000))));
            editor.Create(path);
            oracle.Make(path);
            if (i % 4 == 3) editor.Snapshot().ShouldBeContent(oracle.Dump());
        }

        for (var i = 0; i < 150; i++)
        {
            if (i % 3 == 0) continue;
            var path = Schema.Path($"/t:wide/w{i}");
            editor.SetText(path, new string('w', 511));
            oracle.Set(path, Encoding.UTF8.GetBytes(new string('w', 511)));
        }

        var full = editor.Seal();
        full.ShouldBeContent(oracle.Dump());
        TreeInvariants.Check(full);
        editor = full.Edit();
        foreach (var entry in full.Root.Entries(Two)) editor.Remove(entry.Path).ShouldBeTrue();
        editor.Remove(Schema.Path("/t:wide")).ShouldBeTrue();
        editor.Seal().IsEmpty.ShouldBeTrue();
    }

    private static byte[] Key(int i)
    {
        var key = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(key, (uint)i ^ 0x80000000);
        return key;
    }

    private static LeafNode Leaf(InnerNode parent, string name) => (LeafNode)parent.DataChildren.Single(c => c.Name == name);

    private static BuildStatus Entry(DataTreeBuilder builder, ListNode list, params (string Leaf, string Value)[] leaves)
    {
        builder.OpenEntry(list);
        foreach (var (leaf, value) in leaves) builder.AddLeaf(Leaf(list, leaf), Encoding.UTF8.GetBytes(value));
        return builder.Close();
    }
}
