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
        (await Host.DeleteAsync($"{Shop}/low", ("If-Match", "\"other\""))).ShouldBeError(404, "data-missing");
}
