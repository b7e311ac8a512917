using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>Lists written without a view take a way of their own: its text must be that of a view that hides nothing.</summary>
public sealed class PlainWritingTests
{
    private const string Nested = """
        module n {
          yang-version 1.1; namespace "urn:n"; prefix n;
          list outer { key "bin num name";
            leaf bin { type binary; } leaf num { type int16; } leaf name { type string; }
            container plain { leaf flag { type boolean; } container deeper { presence "p"; leaf text { type string; } leaf-list tags { type string; } } leaf after { type uint8; } }
            list inner { key id; ordered-by user; leaf id { type uint32; } anydata any; leaf note { type string; }
              list leafmost { key k; leaf k { type string; } leaf-list values { type int8; ordered-by user; } } }
            leaf last { type string; } }
          leaf-list top { type string; ordered-by user; }
        }
        """;

    private static readonly Taiji.Yang.Schema.YangSchema Schema = Documents.Compile(Nested);

    private static readonly DataWriteOptions HidesNothing = new() { Readable = _ => true };

    [Fact]
    public void Random_trees_are_written_the_same_with_a_view_that_hides_nothing() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(RandomTrees.Generator.ToArbitrary(), random => Matches(random.Tree)));

    [Fact]
    public void Nested_entries_are_written_the_same_with_a_view_that_hides_nothing() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Matches(Schema.ReadJson(Document(new Random(seed))))));

    [Fact]
    public void An_indented_text_and_a_part_of_the_tree_are_the_same_too()
    {
        var tree = Schema.ReadJson("""{"n:outer":[{"bin":"AAEA","num":-1,"name":"a\"<","plain":{"deeper":{"tags":["x"]}},"inner":[{"id":1,"leafmost":[{"k":"k","values":[3,1]}]}]}]}""");
        tree.ToJson(new() { Indent = true }).ShouldBe(tree.ToJson(HidesNothing with { Indent = true }));
        tree.ToXml(new() { Indent = true }).ShouldBe(tree.ToXml(HidesNothing with { Indent = true }));
        foreach (var entry in tree.Root.Children) entry.ToXml().ShouldBe(entry.ToXml(HidesNothing));
    }

    [Fact]
    public void A_walk_that_ended_serves_the_next_and_one_within_another_is_its_own()
    {
        var tree = Schema.ReadJson("""{"n:outer":[{"bin":"AAEA","num":-1,"name":"a","plain":{"flag":true}}],"n:top":["x","y"]}""");
        var entry = tree.At("/n:outer[bin='AAEA'][num='-1'][name='a']");
        var expected = entry.ToJson();
        // Asked about each node, the view writes another entry meanwhile.
        entry.ToJson(new DataWriteOptions { Readable = _ => entry.ToJson() == expected }).ShouldBe(expected);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        JsonDataWriter.Write(buffer, entry);
        var before = GC.GetAllocatedBytesForCurrentThread();
        JsonDataWriter.Write(buffer, entry);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }

    [Theory]
    [InlineData("plain text of some length")]
    [InlineData("quote at the end\"")]
    [InlineData("12345678\\")]
    [InlineData("\t1234567")]
    [InlineData("carriage\rreturn")]
    [InlineData("a<b")]
    [InlineData("1234567>")]
    [InlineData("A&B")]
    [InlineData("ü€😀 beyond ASCII, ::;;==??")]
    public void Text_with_something_to_escape_is_seen_wherever_it_stands(string text)
    {
        var json = $$"""{"n:top":[{{System.Text.Json.JsonSerializer.Serialize(text)}}]}""";
        var tree = Schema.ReadJson(json);
        WithinAnEntry(text);
        for (var cut = 1; cut < text.Length && !char.IsSurrogate(text[cut]); cut++) WithinAnEntry(text[..cut]);
        Schema.ReadJson(tree.ToJson()).ToJson().ShouldBe(tree.ToJson());
        System.Text.Json.JsonDocument.Parse(tree.ToJson()).RootElement.GetProperty("n:top")[0].GetString().ShouldBe(text);
        System.Xml.Linq.XDocument.Parse($"<data>{tree.ToXml()}</data>").Root!.Value.ShouldBe(text);
    }

    private static void WithinAnEntry(string text)
    {
        var quoted = System.Text.Json.JsonSerializer.Serialize(text);
        var tree = Schema.ReadJson($$"""{"n:outer":[{"bin":"AA==","num":-1,"name":{{quoted}},"plain":{"deeper":{"text":{{quoted}}},"after":7},"last":{{quoted}}}]}""");
        var entry = System.Text.Json.JsonDocument.Parse(tree.ToJson()).RootElement.GetProperty("n:outer")[0];
        entry.GetProperty("name").GetString().ShouldBe(text);
        entry.GetProperty("plain").GetProperty("deeper").GetProperty("text").GetString().ShouldBe(text);
        entry.GetProperty("last").GetString().ShouldBe(text);
        System.Xml.Linq.XDocument.Parse($"<data>{tree.ToXml()}</data>", System.Xml.Linq.LoadOptions.PreserveWhitespace).Root!.Value.ShouldBe($"AA==-1{text}{text}7{text}");
        tree.ToXml().ShouldBe(tree.ToXml(HidesNothing));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(-99)]
    [InlineData(100)]
    [InlineData(-1234567)]
    [InlineData(1000000000)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Numbers_are_written_in_full(int number)
    {
        var schema = Documents.Compile("module m { namespace \"urn:m\"; prefix m; list l { key k; leaf k { type int32; } leaf u { type uint32; } } }");
        var text = $$"""{"m:l":[{"k":{{number}},"u":{{(uint)number}}}]}""";
        schema.ReadJson(text).ToJson().ShouldBe(text);
    }

    private static bool Matches(DataTree tree)
    {
        tree.ToJson().ShouldBe(tree.ToJson(HidesNothing));
        tree.ToXml().ShouldBe(tree.ToXml(HidesNothing));
        var config = new DataWriteOptions { Content = ContentFilter.Config };
        tree.ToJson(config).ShouldBe(tree.ToJson(HidesNothing with { Content = ContentFilter.Config }));
        return true;
    }

    private static string Document(Random random)
    {
        var text = new StringBuilder("{\"n:top\":[\"first\"],\"n:outer\":[");
        for (var i = random.Next(40); i >= 0; i--)
        {
            var bytes = Convert.ToBase64String([(byte)i, 0, (byte)random.Next(2), 0]);
            text.Append(CultureInfo.InvariantCulture, $"{{\"bin\":\"{bytes}\",\"num\":{random.Next(-9, 9)},\"name\":\"{new string('n', random.Next(4))}\"");
            if (random.Next(2) == 0) text.Append(CultureInfo.InvariantCulture, $",\"plain\":{{\"deeper\":{{{(random.Next(2) == 0 ? "\"tags\":[\"b\",\"a\"]" : "")}}},\"after\":{random.Next(256)}}}");
            else if (random.Next(2) == 0) text.Append(",\"plain\":{\"flag\":true}");
            if (random.Next(2) == 0) text.Append(CultureInfo.InvariantCulture, $",\"inner\":[{Inner(random)}]");
            if (random.Next(2) == 0) text.Append(CultureInfo.InvariantCulture, $",\"last\":\"{new string('&', random.Next(700))}\"");
            text.Append(i > 0 ? "}," : "}");
        }

        return text.Append("]}").ToString();
    }

    private static string Inner(Random random)
    {
        var entries = new List<string>();
        for (var id = random.Next(1, 30); id > 0; id--)
        {
            var any = random.Next(3) == 0 ? ",\"any\":{\"n:top\":[\"x\"]}" : "";
            var below = random.Next(3) == 0 ? ",\"leafmost\":[{\"k\":\"b\"},{\"k\":\"a\",\"values\":[3,1,2]}]" : "";
            entries.Add($"{{\"id\":{id}{any},\"note\":\"{new string('x', random.Next(20))}\"{below}}}");
        }

        return string.Join(',', entries);
    }
}
