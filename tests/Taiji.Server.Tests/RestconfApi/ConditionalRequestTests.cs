using System.Net.Sockets;
using System.Text;
using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

public sealed class ConditionalRequestTests : RestconfTest
{
    private const string Name = $"{Shop}/name";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (await Host.PutAsync(Name, """{"shop:name":"first"}""")).ShouldBe(201);
    }

    [Fact]
    public async Task The_entity_tag_is_strong_differs_by_encoding_and_changes_with_every_edit()
    {
        var json = await Host.GetAsync(Name);
        json.ETag.ShouldMatch("^\"[!#-~]+\"$");
        (await Host.GetAsync(Name, RestconfHost.Xml)).ETag.ShouldNotBe(json.ETag);
        var edit = await Host.PutAsync(Name, """{"shop:name":"second"}""");
        edit.ETag.ShouldNotBe(json.ETag);
        (await Host.GetAsync(Name)).ETag.ShouldBe(edit.ETag);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_keeps_the_entity_tag()
    {
        var before = await Host.GetAsync(Name);
        (await Host.PutAsync(Name, """{"shop:name":"first"}""")).ShouldBe(204).ETag.ShouldBe(before.ETag);
    }

    [Fact]
    public async Task If_None_Match_of_the_present_tag_is_304_without_a_body()
    {
        var tag = (await Host.GetAsync(Name)).ETag;
        foreach (var condition in new[] { tag, "*", $"\"x\", {tag}", "W/" + tag })
        {
            var reply = await Host.GetAsync(Name, null, ("If-None-Match", condition));
            reply.ShouldBe(304).Body.ShouldBeEmpty();
            reply.ETag.ShouldBe(tag);
        }

        (await Host.GetAsync(Name, null, ("If-None-Match", "\"other\""))).ShouldBe(200);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task If_Match_of_an_old_tag_is_412_and_changes_nothing(string method)
    {
        var old = (await Host.GetAsync(Name)).ETag;
        await Host.PutAsync(Name, """{"shop:name":"second"}""");
        var body = method == "DELETE" ? null : """{"shop:name":"third"}""";
        var reply = await Host.SendAsync(method, Name, body, headers: ("If-Match", old));
        reply.ShouldBeError(412, "operation-failed");
        (await Host.GetAsync(Name)).ShouldHoldJson("""{"shop:name":"second"}""");
        reply.ETag.ShouldBe((await Host.GetAsync(Name)).ETag);
        (await Host.SendAsync(method, Name, body, headers: ("If-Match", $"\"x\", {reply.ETag}"))).ShouldBe(204);
    }

    [Fact]
    public async Task A_tag_read_in_one_encoding_guards_an_edit_in_the_other()
    {
        var tag = (await Host.GetAsync(Name, RestconfHost.Xml)).ETag;
        (await Host.PutAsync(Name, """{"shop:name":"second"}""", ("If-Match", tag))).ShouldBe(204);
    }

    [Fact]
    public async Task A_star_asks_for_existence()
    {
        (await Host.PutAsync(Name, """{"shop:name":"x"}""", ("If-None-Match", "*"))).ShouldBeError(412, "operation-failed");
        (await Host.PutAsync($"{Shop}/low", """{"shop:low":1}""", ("If-Match", "*"))).ShouldBeError(412, "operation-failed");
        (await Host.PutAsync($"{Shop}/low", """{"shop:low":1}""", ("If-None-Match", "*"))).ShouldBe(201);
        (await Host.PutAsync($"{Shop}/low", """{"shop:low":2}""", ("If-Match", "*"))).ShouldBe(204);
    }

    [Fact]
    public async Task A_weak_tag_never_matches_for_an_edit() =>
        (await Host.PutAsync(Name, """{"shop:name":"x"}""", ("If-Match", "W/" + (await Host.GetAsync(Name)).ETag))).ShouldBe(412);

    [Theory]
    [InlineData("If-Match")]
    [InlineData("If-None-Match")]
    public async Task A_tag_without_quotation_marks_is_400_rather_than_ignored(string header) =>
        (await Host.PutAsync(Name, """{"shop:name":"x"}""", (header, "abc"))).ShouldBeError(400, "invalid-value");

    [Fact]
    public async Task A_list_of_no_tags_has_none_that_matches()
    {
        (await SendWithAsync("PUT", "If-Match")).ShouldStartWith("HTTP/1.1 412 ");
        (await SendWithAsync("PUT", "If-None-Match")).ShouldStartWith("HTTP/1.1 204 ");
        (await SendWithAsync("GET", "If-Match")).ShouldStartWith("HTTP/1.1 412 ");
        (await SendWithAsync("GET", "If-None-Match")).ShouldStartWith("HTTP/1.1 200 ");
    }

    [Fact]
    public async Task Dates_count_to_the_second()
    {
        var modified = (await Host.GetAsync(Name))["Last-Modified"]!;
        (await Host.GetAsync(Name, null, ("If-Modified-Since", modified))).ShouldBe(304);
        Host.Time.Advance(TimeSpan.FromSeconds(10));
        (await Host.PutAsync(Name, """{"shop:name":"x"}""", ("If-Unmodified-Since", modified))).ShouldBe(204);
        (await Host.GetAsync(Name, null, ("If-Modified-Since", modified))).ShouldBe(200);
        (await Host.PutAsync(Name, """{"shop:name":"y"}""", ("If-Unmodified-Since", modified))).ShouldBeError(412, "operation-failed");
        (await Host.DeleteAsync(Name, ("If-Unmodified-Since", "no date"))).ShouldBe(204);
    }

    [Fact]
    public async Task Tags_go_before_dates()
    {
        var reply = await Host.GetAsync(Name);
        (await Host.GetAsync(Name, null, ("If-None-Match", "\"other\""), ("If-Modified-Since", reply["Last-Modified"]!))).ShouldBe(200);
        (await Host.PutAsync(Name, """{"shop:name":"x"}""", ("If-Match", reply.ETag), ("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT"))).ShouldBe(204);
    }

    [Fact]
    public async Task Conditions_do_not_count_where_the_request_would_fail_anyway() =>
        (await Host.DeleteAsync($"{Shop}/low", ("If-Match", "\"other\""))).ShouldBeError(404, "invalid-value");

    [Fact]
    public async Task Each_resource_has_a_tag_and_a_time_of_its_own_that_change_with_what_is_in_it()
    {
        await SeedAgainAsync();
        string[] resources = [Data, Shop, $"{Shop}/item", $"{Shop}/item=a", $"{Shop}/item=a/inner", $"{Shop}/item=a/value", $"{Shop}/item=b", $"{Shop}/item=b/value", $"{Shop}/rule=r1", $"{Shop}/tag=new", Name];
        var before = await VersionsAsync(resources);
        Host.Time.Advance(TimeSpan.FromSeconds(5));
        (await Host.PutAsync($"{Shop}/item=a/inner/deep/c", """{"shop:c":"other"}""")).ShouldBe(204);
        (await ChangedAsync(resources, before)).ShouldBe([Data, Shop, $"{Shop}/item", $"{Shop}/item=a", $"{Shop}/item=a/inner"]);

        before = await VersionsAsync(resources);
        Host.Time.Advance(TimeSpan.FromSeconds(5));
        (await Host.PutAsync($"{Shop}/item=c", """{"shop:item":[{"id":"c"}]}""")).ShouldBe(201);
        (await ChangedAsync(resources, before)).ShouldBe([Data, Shop, $"{Shop}/item"]);

        before = await VersionsAsync(resources);
        Host.Time.Advance(TimeSpan.FromSeconds(5));
        (await Host.PutAsync($"{Data}/example-system:system", """{"example-system:system":{"enable-jukebox-streaming":true}}""")).ShouldBe(201);
        (await ChangedAsync(resources, before)).ShouldBe([Data]);
    }

    [Fact]
    public async Task A_change_of_thousands_of_nodes_leaves_the_times_of_all_others_as_they_were()
    {
        await SeedAgainAsync();
        const string numbers = $"{Shop}/number";
        string[] resources = [Data, Shop, numbers, $"{numbers}=1", $"{numbers}=4000", $"{Shop}/item=a", $"{Shop}/item", Name, $"{Shop}/tag=new"];
        (await Host.PatchAsync(Shop, Numbers("first"))).ShouldBe(204);
        var before = await VersionsAsync(resources);
        Host.Time.Advance(TimeSpan.FromSeconds(5));
        (await Host.PatchAsync(Shop, Numbers("second"))).ShouldBe(204);
        (await ChangedAsync(resources, before)).ShouldBe([Data, Shop, numbers, $"{numbers}=1", $"{numbers}=4000"]);

        // And one of them alone, after that.
        before = await VersionsAsync(resources);
        Host.Time.Advance(TimeSpan.FromSeconds(5));
        (await Host.PutAsync($"{numbers}=1/v", """{"shop:v":"third"}""")).ShouldBe(204);
        (await ChangedAsync(resources, before)).ShouldBe([Data, Shop, numbers, $"{numbers}=1"]);

        static string Numbers(string value) => $$$"""{"shop:shop":{"number":[{{{string.Join(',', Enumerable.Range(1, 4_000).Select(n => $$"""{"n":{{n}},"v":"{{value}}"}"""))}}}]}}""";
    }

    [Fact]
    public async Task A_time_is_that_of_the_resource_however_many_others_change_after_it()
    {
        await SeedAgainAsync();
        var time = (await Host.GetAsync(Name))["Last-Modified"];
        // More than is remembered one by one.
        for (var round = 0; round < 70; round++)
        {
            Host.Time.Advance(TimeSpan.FromSeconds(1));
            var numbers = string.Join(',', Enumerable.Range(round * 1_000, 1_000).Select(n => $$"""{"n":{{n}}}"""));
            (await Host.PatchAsync(Shop, $$$"""{"shop:shop":{"number":[{{{numbers}}}]}}""")).ShouldBe(204);
            if (round == 0) (await Host.GetAsync(Name))["Last-Modified"].ShouldBe(time);
        }

        // Never too early, and never that of another resource's latest change.
        var later = DateTimeOffset.Parse((await Host.GetAsync(Name))["Last-Modified"]!, System.Globalization.CultureInfo.InvariantCulture);
        later.ShouldBeInRange(DateTimeOffset.Parse(time!, System.Globalization.CultureInfo.InvariantCulture), Host.Time.GetUtcNow().AddSeconds(-10));
    }

    [Fact]
    public async Task Content_that_is_as_it_was_has_the_tag_it_had()
    {
        var tag = (await Host.GetAsync(Shop)).ETag;
        await Host.PutAsync(Name, """{"shop:name":"second"}""");
        (await Host.GetAsync(Shop)).ETag.ShouldNotBe(tag);
        await Host.PutAsync(Name, """{"shop:name":"first"}""");
        (await Host.GetAsync(Shop)).ETag.ShouldBe(tag);
    }

    [Fact]
    public async Task An_edit_elsewhere_does_not_stand_in_the_way_of_a_guarded_one()
    {
        await SeedAgainAsync();
        var read = await Host.GetAsync($"{Shop}/item=a");
        Host.Time.Advance(TimeSpan.FromSeconds(5));
        await Host.PutAsync($"{Shop}/item=b/value", """{"shop:value":99}""");
        (await Host.PatchAsync($"{Shop}/item=a", """{"shop:item":[{"id":"a","value":5}]}""", ("If-Match", read.ETag))).ShouldBe(204);
        (await Host.PatchAsync($"{Shop}/item=b", """{"shop:item":[{"id":"b","value":5}]}""", ("If-Unmodified-Since", read["Last-Modified"]!))).ShouldBe(412);
        (await Host.PatchAsync($"{Shop}/rule=r1", """{"shop:rule":[{"name":"r1","n":5}]}""", ("If-Unmodified-Since", read["Last-Modified"]!))).ShouldBe(204);
    }

    [Fact]
    public async Task What_has_state_in_it_is_never_304_unless_only_configuration_is_asked_for()
    {
        await SeedAgainAsync();
        var tag = (await Host.GetAsync($"{Shop}/item=a")).ETag;
        (await Host.GetAsync($"{Shop}/item=a", null, ("If-None-Match", tag))).ShouldBe(200);
        (await Host.GetAsync($"{Shop}/item=a?content=config", null, ("If-None-Match", tag))).ShouldBe(304);
    }

    [Fact]
    public async Task The_tag_of_a_created_resource_is_its_own()
    {
        var created = await Host.PostAsync(Shop, """{"shop:item":[{"id":"n"}]}""");
        created.ShouldBe(201).ETag.ShouldBe((await Host.GetAsync($"{Shop}/item=n")).ETag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/name")]
    [InlineData("/item")]
    [InlineData("/item=a")]
    [InlineData("/item=none")]
    public async Task HEAD_has_the_header_that_GET_has(string resource)
    {
        await SeedAgainAsync();
        var get = await Host.GetAsync(Shop + resource);
        var head = await Host.SendAsync("HEAD", Shop + resource);
        head.Status.ShouldBe(get.Status);
        head.Body.ShouldBeEmpty();
        foreach (var header in new[] { "ETag", "Last-Modified", "Content-Type", "Cache-Control" }) head[header].ShouldBe(get[header]);
    }

    private async Task SeedAgainAsync()
    {
        (await Host.DeleteAsync(Shop)).ShouldBe(204);
        await SeedAsync();
    }

    private async Task<(string ETag, string Time)[]> VersionsAsync(string[] resources)
    {
        var versions = new List<(string, string)>();
        foreach (var resource in resources)
        {
            var reply = await Host.GetAsync(resource + "?content=config");
            versions.Add((reply.ETag, reply["Last-Modified"]!));
        }

        return [.. versions];
    }

    private async Task<string[]> ChangedAsync(string[] resources, (string ETag, string Time)[] before)
    {
        var after = await VersionsAsync(resources);
        for (var i = 0; i < resources.Length; i++) (before[i].ETag == after[i].ETag).ShouldBe(before[i].Time == after[i].Time, resources[i]);
        return [.. resources.Where((_, i) => before[i].ETag != after[i].ETag)];
    }

    /// <summary>A request with a header field of no value, as HttpClient sends none.</summary>
    private async Task<string> SendWithAsync(string method, string header)
    {
        const string Body = """{"shop:name":"first"}""";
        using var client = new TcpClient();
        await client.ConnectAsync(Host.Client.BaseAddress!.Host, Host.Client.BaseAddress.Port);
        await using var stream = client.GetStream();
        var content = method == "PUT" ? $"Content-Type: {RestconfHost.Json}\r\nContent-Length: {Body.Length}\r\n\r\n{Body}" : "\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {Name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {OneUser.Credentials}\r\n{header}:\r\n{content}"));
        using var reply = new StreamReader(stream);
        return await reply.ReadToEndAsync();
    }
}
