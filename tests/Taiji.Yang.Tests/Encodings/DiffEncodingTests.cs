using FsCheck;
using FsCheck.Fluent;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Yang.Tests.Encodings;

public sealed class DiffEncodingTests
{
    private static DataTree Read(string top) => EncodingSchemas.Varied.ReadJson(top);

    private static string Replay(DataTree before, DataTree after)
    {
        var bytes = DiffEncoder.Encode(new DataDiff(before, after));
        var editor = before.Edit();
        foreach (var edit in DiffDecoder.Decode(EncodingSchemas.Varied, bytes)) editor.Apply(edit).ShouldBeNull();
        var replayed = editor.Seal();
        new DataDiff(after, replayed).IsEmpty.ShouldBeTrue(System.Text.Encoding.UTF8.GetString(bytes));
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    [Theory]
    [InlineData("{}", """{"m:top":{"name":"a"}}""")]
    [InlineData("""{"m:top":{"name":"a","on":{}}}""", "{}")]
    [InlineData("""{"m:top":{"name":"a","on":{}}}""", """{"m:top":{"name":"b","on":{"level":1}}}""")]
    [InlineData("""{"m:top":{"l":"x"}}""", """{"m:top":{"r":"y"}}""")]
    [InlineData("""{"m:top":{"user":[{"name":"a"},{"name":"b"},{"name":"c"}]}}""", """{"m:top":{"user":[{"name":"b","age":1,"groups":["g"]}]}}""")]
    [InlineData("""{"m:top":{"dns":["a","b","c","d"]}}""", """{"m:top":{"dns":["d","x","b","a","y"]}}""")]
    [InlineData("""{"m:top":{"dns":["a","b"]}}""", """{"m:top":{"dns":["b","a"]}}""")]
    [InlineData("""{"m:blob":{"x:y":[1,null]},"m:loose":"text"}""", """{"m:blob":{"x:y":[2]},"m:loose":["a"]}""")]
    [InlineData("""{"m:top":{"route":[{"prefix":"p","metric":1,"hop":[{"id":1},{"id":2}]},{"prefix":"q","metric":1}]}}""",
        """{"m:top":{"route":[{"prefix":"q","metric":1,"hop":[{"id":9}]},{"prefix":"p","metric":1,"hop":[{"id":2,"note":"n"},{"id":3},{"id":1}]}]}}""")]
    public void A_decoded_diff_makes_the_new_tree_from_the_old(string before, string after)
    {
        Replay(Read(before), Read(after));
        Replay(Read(after), Read(before));
    }

    [Fact]
    public void Xml_in_an_anydata_is_kept_to_the_byte()
    {
        var tree = EncodingSchemas.Varied.ReadXml("<blob xmlns='urn:m'><a xmlns='urn:x' p='1'>t<b/></a></blob>");
        Replay(Read("{}"), tree);
    }

    [Fact]
    public void A_list_that_is_emptied_is_one_edit()
    {
        var before = Read("""{"m:top":{"user":[{"name":"a"},{"name":"b"},{"name":"c"}]}}""");
        Replay(before, Read("{}")).ShouldBe("""[{"op":"remove","target":"/m:top/user"}]""");
    }

    [Fact]
    public void Entries_appended_to_a_user_ordered_list_need_no_place() =>
        Replay(Read("""{"m:top":{"dns":["a"]}}"""), Read("""{"m:top":{"dns":["a","b","c"]}}""")).ShouldBe("""[{"op":"merge","value":{"m:top":{"dns":["b","c"]}}}]""");

    [Fact]
    public void No_difference_is_an_empty_array() => Replay(Read("""{"m:top":{"name":"a"}}"""), Read("""{"m:top":{"name":"a"}}""")).ShouldBe("[]");

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"op":"fly"}]""")]
    [InlineData("""[{"op":"remove","target":7}]""")]
    [InlineData("""[{"op":"merge","value":{"m:top":{"nam":"a"}}}]""")]
    [InlineData("""[{"op":"remove","target":"/m:nothing"}]""")]
    [InlineData("""[{"op":"merge","value":{"m:top":{}}""")]
    public void What_is_no_encoded_diff_is_refused(string text) =>
        Should.Throw<RpcErrorException>(() => DiffDecoder.Decode(EncodingSchemas.Varied, System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Any_two_trees_are_turned_into_each_other()
    {
        var trees = RandomTrees.Generator.Two().ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(trees, pair =>
        {
            Replay(pair.Item1.Tree, pair.Item2.Tree);
            return true;
        }));
    }
}
