using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Data;

public sealed class EditApplyTests
{
    private static readonly YangSchema Schema = TestSchemas.Compile(TestSchemas.Varied);

    private const string Start = """
        {"t:sys":{"host":"h","dns":["d1","d2","d3"],"tag":["x","y"],"ca":"case a"},
         "t:one":[{"k":1,"v":"one","sub":[{"a":"p","b":1,"x":"px"}]},{"k":2}],
         "t:usr":[{"name":"u1","val":"1"},{"name":"u2"},{"name":"u3"}]}
        """;

    [Fact]
    public void Merge_keeps_what_is_there_and_makes_missing_ancestors() =>
        After(EditOperation.Merge, "/t:one[k='3']/sub[a='q'][b='2']", """{"t:one":[{"k":3,"v":"not part of the target","sub":[{"a":"q","b":2,"x":"qx"}]}]}""")
            .ShouldBe(Content("""
                {"t:sys":{"host":"h","dns":["d1","d2","d3"],"tag":["x","y"],"ca":"case a"},
                 "t:one":[{"k":1,"v":"one","sub":[{"a":"p","b":1,"x":"px"}]},{"k":2},{"k":3,"sub":[{"a":"q","b":2,"x":"qx"}]}],
                 "t:usr":[{"name":"u1","val":"1"},{"name":"u2"},{"name":"u3"}]}
                """));

    [Fact]
    public void Merge_at_the_root_merges_deeply() =>
        After(EditOperation.Merge, "/", """{"t:sys":{"mtu":9,"dns":["d4","d2"]},"t:one":[{"k":1,"w":"w","sub":[{"a":"p","b":1},{"a":"o","b":1}]}],"t:usr":[{"name":"u3","val":"3"}]}""")
            .ShouldBe(Content("""
                {"t:sys":{"host":"h","mtu":9,"dns":["d1","d2","d3","d4"],"tag":["x","y"],"ca":"case a"},
                 "t:one":[{"k":1,"v":"one","w":"w","sub":[{"a":"o","b":1},{"a":"p","b":1,"x":"px"}]},{"k":2}],
                 "t:usr":[{"name":"u1","val":"1"},{"name":"u2"},{"name":"u3","val":"3"}]}
                """));

    [Fact]
    public void Replace_exchanges_an_entry_where_it_stands() =>
        After(EditOperation.Replace, "/t:usr[name='u1']", """{"t:usr":[{"name":"u1","in":[{"i":7}]}]}""", """{"t:usr":[{"name":"u1","in":[{"i":7}]},{"name":"u2"},{"name":"u3"}]}""", "t:usr");

    [Fact]
    public void Replace_of_a_whole_list_takes_its_order_too() =>
        After(EditOperation.Replace, "/t:usr", """{"t:usr":[{"name":"u3"},{"name":"u9"},{"name":"u1"}]}""", """{"t:usr":[{"name":"u3"},{"name":"u9"},{"name":"u1"}]}""", "t:usr");

    [Fact]
    public void Replace_with_nothing_in_the_payload_empties_a_container() =>
        After(EditOperation.Replace, "/t:sys", "{}", "{}", "t:sys");

    [Fact]
    public void Replace_of_the_root_leaves_only_the_payload() =>
        After(EditOperation.Replace, "/", """{"t:sys":{"host":"other"}}""").ShouldBe(Content("""{"t:sys":{"host":"other"}}"""));

    [Fact]
    public void Replace_of_a_leaf_sets_it() =>
        After(EditOperation.Replace, "/t:sys/host", """{"t:sys":{"host":"new","mtu":1}}""")
            .ShouldBe(Content(Start.Replace("\"h\"", "\"new\"", StringComparison.Ordinal)));

    [Theory]
    [InlineData("/t:sys/host", """{"t:sys":{"host":"x"}}""")]
    [InlineData("/t:sys", """{"t:sys":{"host":"x"}}""")]
    [InlineData("/t:sys/dns[.='d2']", """{"t:sys":{"dns":["d2"]}}""")]
    [InlineData("/t:sys/tag", """{"t:sys":{"tag":["z"]}}""")]
    [InlineData("/t:one[k='2']", """{"t:one":[{"k":2}]}""")]
    [InlineData("/t:one[k='1']/sub[a='p'][b='1']", """{"t:one":[{"k":1,"sub":[{"a":"p","b":1}]}]}""")]
    public void Create_of_what_exists_is_data_exists(string path, string payload)
    {
        var error = Refused(EditOperation.Create, path, payload);
        error.Tag.ShouldBe(ErrorTag.DataExists);
        error.Path.ShouldBe(path);
    }

    [Fact]
    public void Create_makes_an_entry_with_all_in_it() =>
        After(EditOperation.Create, "/t:usr[name='u4']", """{"t:usr":[{"name":"u4","val":"4"}]}""", """{"t:usr":[{"name":"u1","val":"1"},{"name":"u2"},{"name":"u3"},{"name":"u4","val":"4"}]}""", "t:usr");

    [Fact]
    public void Creating_a_node_of_another_case_removes_the_first_case() =>
        After(EditOperation.Create, "/t:sys/cbl[.='4']", """{"t:sys":{"cbl":[4]}}""", """{"t:sys":{"host":"h","dns":["d1","d2","d3"],"tag":["x","y"],"cbl":[4]}}""", "t:sys");

    [Theory]
    [InlineData("/t:sys/mtu")]
    [InlineData("/t:sys/opts")]
    [InlineData("/t:sys/opts/deep/o2")]
    [InlineData("/t:sys/num")]
    [InlineData("/t:sys/dns[.='d9']")]
    [InlineData("/t:one[k='9']")]
    [InlineData("/t:one[k='9']/v")]
    [InlineData("/t:one[k='9']/sub[a='p'][b='1']")]
    public void Delete_of_what_is_missing_is_data_missing_and_remove_does_nothing(string path)
    {
        var error = Refused(EditOperation.Delete, path, null);
        error.Tag.ShouldBe(ErrorTag.DataMissing);
        error.Path.ShouldBe(path);
        var tree = Schema.Tree(Start);
        var editor = tree.Edit();
        editor.Apply(new Edit(EditOperation.Remove, Schema.Path(path))).ShouldBeNull();
        editor.Seal().ShouldBeSameAs(tree);
    }

    [Theory]
    [InlineData("/t:sys", "{}", "t:sys")]
    [InlineData("/t:sys/dns[.='d2']", """{"t:sys":{"host":"h","dns":["d1","d3"],"tag":["x","y"],"ca":"case a"}}""", "t:sys")]
    [InlineData("/t:sys/dns", """{"t:sys":{"host":"h","tag":["x","y"],"ca":"case a"}}""", "t:sys")]
    [InlineData("/t:one[k='1']", """{"t:one":[{"k":2}]}""", "t:one")]
    [InlineData("/t:one[k='1']/v", """{"t:one":[{"k":1,"sub":[{"a":"p","b":1,"x":"px"}]},{"k":2}]}""", "t:one")]
    [InlineData("/t:one", "{}", "t:one")]
    public void Delete_removes_the_node_and_all_below(string path, string expected, string member)
    {
        var editor = Schema.Tree(Start).Edit();
        editor.Apply(new Edit(EditOperation.Delete, Schema.Path(path))).ShouldBeNull();
        OnlyMember(editor.Seal(), member).ShouldBe(Content(expected));
    }

    [Theory]
    [InlineData(EditOperation.Delete)]
    [InlineData(EditOperation.Remove)]
    public void A_key_leaf_can_not_be_deleted_alone(EditOperation operation) =>
        Refused(operation, "/t:one[k='1']/k", null).Tag.ShouldBe(ErrorTag.OperationNotSupported);

    [Fact]
    public void A_key_leaf_can_not_be_changed() =>
        Refused(EditOperation.Merge, "/t:one[k='1']/k", """{"t:one":[{"k":5}]}""").Tag.ShouldBe(ErrorTag.InvalidValue);

    [Fact]
    public void Merging_a_key_leaf_makes_sure_of_its_entry() =>
        After(EditOperation.Merge, "/t:one[k='5']/k", """{"t:one":[{"k":5}]}""", """{"t:one":[{"k":1,"v":"one","sub":[{"a":"p","b":1,"x":"px"}]},{"k":2},{"k":5}]}""", "t:one");

    [Theory]
    [InlineData("/", """{"t:sys":{"host":"whatever"},"t:one":[{"k":1,"sub":[{"a":"p","b":1}]}]}""", null)]
    [InlineData("/", """{"t:sys":{"mtu":1}}""", "/t:sys/mtu")]
    [InlineData("/", """{"t:one":[{"k":1},{"k":3}]}""", "/t:one[k='3']")]
    [InlineData("/", """{"t:sys":{"tag":["y","z"]}}""", "/t:sys/tag[.='z']")]
    [InlineData("/", """{"t:wide":{"w1":"1"}}""", "/t:wide/w1")]
    [InlineData("/t:one[k='1']/sub[a='p'][b='2']", """{"t:one":[{"k":1,"sub":[{"a":"p","b":2}]}]}""", "/t:one[k='1']/sub[a='p'][b='2']")]
    [InlineData("/t:sys/tag", """{"t:sys":{"tag":["x"]}}""", null)]
    public void None_changes_nothing_but_names_what_is_missing(string path, string payload, string? missing)
    {
        var tree = Schema.Tree(Start);
        var editor = tree.Edit();
        var error = editor.Apply(new Edit(EditOperation.None, Schema.Path(path), Schema.Tree(payload)));
        error?.Tag.ShouldBe(ErrorTag.DataMissing);
        error?.Path.ShouldBe(missing);
        (error is null).ShouldBe(missing is null);
        editor.Seal().ShouldBeSameAs(tree);
    }

    [Theory]
    [InlineData("u9", InsertPlace.First, null, "u9 u1 u2 u3")]
    [InlineData("u9", InsertPlace.Last, null, "u1 u2 u3 u9")]
    [InlineData("u9", InsertPlace.Before, "u2", "u1 u9 u2 u3")]
    [InlineData("u9", InsertPlace.After, "u2", "u1 u2 u9 u3")]
    [InlineData("u1", InsertPlace.After, "u2", "u2 u1 u3")]
    [InlineData("u3", InsertPlace.Before, "u1", "u3 u1 u2")]
    [InlineData("u1", InsertPlace.Last, null, "u2 u3 u1")]
    [InlineData("u2", InsertPlace.Before, "u2", "u1 u2 u3")]
    public void Insert_places_or_moves_an_entry(string name, InsertPlace place, string? anchor, string order)
    {
        var editor = Schema.Tree(Start).Edit();
        var insert = anchor is null ? new InsertPosition(place) : new InsertPosition(place, System.Text.Encoding.UTF8.GetBytes(anchor));
        var payload = Schema.Tree($$"""{"t:usr":[{"name":"{{name}}"}]}""");
        editor.Apply(new Edit(EditOperation.Merge, Schema.Path($"/t:usr[name='{name}']"), payload, insert)).ShouldBeNull();
        var names = new List<string>();
        foreach (var entry in editor.Seal().Root.Entries(Schema.Path("/t:usr").Node)) names.Add(entry.ChildText("name")!);
        string.Join(' ', names).ShouldBe(order);
        editor.Seal().TextAt(Schema.Path("/t:usr[name='u1']/val")).ShouldBe("1");
    }

    [Theory]
    [InlineData("/t:usr[name='u9']", """{"t:usr":[{"name":"u9"}]}""", "key")]
    [InlineData("/t:usr[name='u1']", """{"t:usr":[{"name":"u1"}]}""", "key")]
    [InlineData("/t:sys/dns[.='d9']", """{"t:sys":{"dns":["d9"]}}""", "value")]
    public void A_missing_anchor_is_bad_attribute_missing_instance(string path, string payload, string attribute)
    {
        var error = Refused(EditOperation.Merge, path, payload, new InsertPosition(InsertPlace.Before, "nobody"u8.ToArray()));
        error.Tag.ShouldBe(ErrorTag.BadAttribute);
        error.AppTag.ShouldBe("missing-instance");
        error.Path.ShouldBe(path);
        error.Info.ShouldContain(new ErrorInfo("bad-attribute", attribute));
    }

    [Fact]
    public void Insert_in_a_list_that_the_system_orders_is_bad_attribute() =>
        Refused(EditOperation.Merge, "/t:one[k='7']", """{"t:one":[{"k":7}]}""", new InsertPosition(InsertPlace.First)).Tag.ShouldBe(ErrorTag.BadAttribute);

    [Fact]
    public void A_long_chain_of_inserts_at_one_place_keeps_the_order()
    {
        var editor = Schema.Tree(Start).Edit();
        var list = (ListNode)Schema.Path("/t:usr").Node;
        for (var i = 0; i < 3000; i++)
        {
            var name = System.Text.Encoding.UTF8.GetBytes("n" + i);
            editor.Create(new DataPath(Schema).Append(list, name), new InsertPosition(InsertPlace.Before, "u2"u8.ToArray()));
        }

        var tree = editor.Seal();
        TreeInvariants.Check(tree);
        var entries = tree.Root.Entries(list);
        entries.Count.ShouldBe(3003);
        for (var i = 0; i < 3000; i++) entries.At(i + 1).ValueOfName().ShouldBe("n" + i);
        entries.At(3001).ValueOfName().ShouldBe("u2");
    }

    private static string After(EditOperation operation, string path, string payload)
    {
        var editor = Schema.Tree(Start).Edit();
        editor.Apply(new Edit(operation, Schema.Path(path), Schema.Tree(payload))).ShouldBeNull();
        var tree = editor.Seal();
        TreeInvariants.Check(tree);
        return Json.Of(tree);
    }

    private static void After(EditOperation operation, string path, string payload, string expected, string member)
    {
        var tree = Schema.Tree(After(operation, path, payload));
        OnlyMember(tree, member).ShouldBe(Content(expected));
    }

    private static RpcError Refused(EditOperation operation, string path, string? payload, InsertPosition? insert = null)
    {
        var tree = Schema.Tree(Start);
        var editor = tree.Edit();
        var error = editor.Apply(new Edit(operation, Schema.Path(path), payload is null ? null : Schema.Tree(payload), insert)).ShouldNotBeNull();
        editor.Seal().ShouldBeSameAs(tree);
        error.Message.ShouldNotBeNullOrEmpty();
        return error;
    }

    private static string OnlyMember(DataTree tree, string member)
    {
        var nodes = new List<DataNode>();
        foreach (var child in tree.Root.Children)
        {
            if ("t:" + child.Schema.Name == member) nodes.Add(child);
        }

        return Json.Of(DataSelection.Select(tree, nodes));
    }

    private static string Content(string json) => Json.Of(Schema.Tree(json));
}

internal static class EntryNames
{
    public static string ValueOfName(this DataNode entry) => System.Text.Encoding.UTF8.GetString(entry.Key);
}
