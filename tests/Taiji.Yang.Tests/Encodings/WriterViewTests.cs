using System.IO.Pipelines;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Yang.Tests.Encodings;

public sealed class WriterViewTests
{
    private static readonly Taiji.Yang.Schema.YangSchema Schema = EncodingSchemas.Varied;

    private static string Json(string json, DataWriteOptions options, string? at = null)
    {
        var tree = Schema.ReadJson(json, new DataReadOptions { AllowState = true });
        return (at is null ? tree.Root : tree.At(at)).ToJson(options);
    }

    private static DataWriteOptions Config(WithDefaults mode) => new() { WithDefaults = mode, Content = ContentFilter.Config };

    [Fact]
    public void Report_all_shows_the_defaults_in_use() =>
        Json("""{"m:top":{"name":"n","user":[{"name":"u"}]}}""", Config(WithDefaults.ReportAll)).ShouldBe(
            """{"m:top":{"name":"n","mtu":1500,"mode":"fast","dflt":[1,2],"inner":{"depth":7},"guard":false,"l":"L","user":[{"name":"u","shell":"/bin/sh"}]}}""");

    [Fact]
    public void Report_all_shows_a_default_only_where_its_when_holds()
    {
        Json("""{"m:top":{"guard":true}}""", Config(WithDefaults.ReportAll), "/m:top/guard").ShouldBe("""{"m:guard":true}""");
        Json("""{"m:top":{"guard":true}}""", Config(WithDefaults.ReportAll)).ShouldContain("\"guarded\":\"here\"");
    }

    [Fact]
    public void A_when_looks_at_the_whole_tree_though_a_part_is_written()
    {
        var whole = Schema.ReadJson("""{"m:top":{"guard":true,"name":"n"}}""");
        var part = DataSelection.Select(whole, [whole.At("/m:top/name")]);
        part.ToJson(Config(WithDefaults.ReportAll)).ShouldNotContain("guarded");
        part.ToJson(Config(WithDefaults.ReportAll) with { Whole = whole }).ShouldContain("guarded");
    }

    [Fact]
    public void Another_case_s_defaults_are_not_in_use() => Json("""{"m:top":{"r":"x"}}""", Config(WithDefaults.ReportAll)).ShouldNotContain("\"l\":");

    [Fact]
    public void A_presence_container_that_is_not_there_has_no_defaults()
    {
        Json("""{"m:top":{"name":"n"}}""", Config(WithDefaults.ReportAll)).ShouldNotContain("level");
        Json("""{"m:top":{"on":{}}}""", Config(WithDefaults.ReportAll)).ShouldContain("\"on\":{\"level\":3}");
    }

    [Fact]
    public void Report_all_tagged_marks_defaults_but_not_what_was_set_to_the_same_value()
    {
        const string Given = """{"m:top":{"mtu":1500}}""";
        var json = Json(Given, Config(WithDefaults.ReportAllTagged));
        json.ShouldStartWith("""{"m:top":{"mtu":1500,"mode":"fast","@mode":{"ietf-netconf-with-defaults:default":true},"dflt":[1,2],"@dflt":[{"ietf-netconf-with-defaults:default":true},""");
        var xml = Schema.ReadJson(Given).ToXml(Config(WithDefaults.ReportAllTagged));
        xml.ShouldStartWith("""<top xmlns="urn:m"><mtu>1500</mtu><mode xmlns:wd="urn:ietf:params:xml:ns:netconf:default:1.0" wd:default="true">fast</mode>""");
        Schema.ReadXml(xml).ToJson().ShouldBe(Given);
        Schema.ReadJson(json).ToJson().ShouldBe(Given);
    }

    [Fact]
    public void Trim_leaves_out_what_equals_its_default_and_containers_that_come_out_empty() =>
        Json("""{"m:top":{"name":"n","mtu":1500,"mode":"slow","dflt":[1,2],"inner":{"depth":7},"user":[{"name":"u","shell":"/bin/sh"}]}}""", Config(WithDefaults.Trim))
            .ShouldBe("""{"m:top":{"name":"n","mode":"slow","user":[{"name":"u"}]}}""");

    private const string Mixed = """{"m:top":{"name":"n","user":[{"name":"a","age":1,"logins":5},{"name":"b"}],"route":[{"prefix":"p","metric":1}],"stats":{"in":"1","log":["x","x"]}}}""";

    [Fact]
    public void Content_config_leaves_state_out() =>
        Json(Mixed, new() { Content = ContentFilter.Config }).ShouldBe("""{"m:top":{"name":"n","user":[{"name":"a","age":1},{"name":"b"}],"route":[{"prefix":"p","metric":1}]}}""");

    [Fact]
    public void Content_nonconfig_keeps_only_the_way_to_state() =>
        Json(Mixed, new() { Content = ContentFilter.NonConfig }).ShouldBe("""{"m:top":{"user":[{"name":"a","logins":5}],"stats":{"in":"1","log":["x","x"]}}}""");

    [Theory]
    [InlineData(1, """{"m:top":{}}""")]
    [InlineData(2, """{"m:top":{"name":"n","inner":{},"user":[{"name":"a"}],"dns":["d"]}}""")]
    [InlineData(3, """{"m:top":{"name":"n","inner":{"free":"f"},"user":[{"name":"a","age":1,"home":{}}],"dns":["d"]}}""")]
    [InlineData(4, """{"m:top":{"name":"n","inner":{"free":"f"},"user":[{"name":"a","age":1,"home":{"dir":"h"}}],"dns":["d"]}}""")]
    public void Depth_counts_levels_from_the_node_written(int depth, string expected) =>
        Json("""{"m:top":{"name":"n","inner":{"free":"f"},"user":[{"name":"a","age":1,"home":{"dir":"h"}}],"dns":["d"]}}""", new() { Depth = depth }, "/m:top").ShouldBe(expected);

    [Fact]
    public void The_root_is_the_first_level_of_depth() => Json("""{"m:top":{"name":"n"}}""", new() { Depth = 2 }).ShouldBe("""{"m:top":{}}""");

    [Fact]
    public void What_may_not_be_read_is_left_out_and_an_entry_whose_key_may_not_goes_whole()
    {
        const string Given = """{"m:top":{"name":"n","inner":{"free":"f"},"user":[{"name":"a","age":1},{"name":"b","age":2}]}}""";
        Json(Given, new() { Readable = n => n.Schema.Name is not ("free" or "age") }).ShouldBe("""{"m:top":{"name":"n","user":[{"name":"a"},{"name":"b"}]}}""");
        Json(Given, new() { Readable = n => n.Schema.Name != "name" || n.Value[0] != 'a' }).ShouldBe("""{"m:top":{"name":"n","inner":{"free":"f"},"user":[{"name":"b","age":2}]}}""");
        Json(Given, new() { Readable = _ => false }).ShouldBe("{}");
        Schema.ReadJson(Given).ToXml(new() { Readable = n => n.Schema.Name is "top" or "inner" }).ShouldBe("");
    }

    [Fact]
    public async Task Big_trees_are_flushed_in_chunks()
    {
        var users = string.Join(',', Enumerable.Range(0, 20000).Select(i => $"{{\"name\":\"user-{i:D6}\"}}"));
        var tree = Schema.ReadJson($"{{\"m:top\":{{\"user\":[{users}]}}}}");
        foreach (var isXml in new[] { false, true })
        {
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
            var writing = Task.Run(async () =>
            {
                if (isXml) await XmlDataWriter.WriteAsync(pipe.Writer, tree.Root, null, TestContext.Current.CancellationToken);
                else await JsonDataWriter.WriteAsync(pipe.Writer, tree.Root, null, null, TestContext.Current.CancellationToken);
                await pipe.Writer.CompleteAsync();
            }, TestContext.Current.CancellationToken);
            var text = new StringBuilder();
            var longest = 0L;
            while (true)
            {
                var result = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
                longest = Math.Max(longest, result.Buffer.Length);
                foreach (var part in result.Buffer) text.Append(Encoding.UTF8.GetString(part.Span));
                pipe.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) break;
            }

            await writing;
            text.ToString().ShouldBe(isXml ? tree.ToXml() : tree.ToJson());
            longest.ShouldBeLessThan(256 * 1024);
        }
    }
}
