using System.Text.Json.Nodes;
using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>The query parameters of commits: label, comment and number of the rollback, and the dry run.</summary>
public sealed class CommitParameterTests : RestconfTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await SeedAsync();
    }

    [Fact]
    public async Task Label_and_comment_are_kept_and_the_number_of_the_rollback_is_told()
    {
        var reply = (await Host.PutAsync($"{Shop}/name?rollback-label=rename&rollback-comment=a%20new%20name&rollback-id=true", """{"shop:name":"New"}""")).ShouldBe(204);
        var rollback = Host.Operations.Rollbacks().First();
        (rollback.Label, rollback.Comment).ShouldBe(("rename", "a new name"));
        reply["Rollback-Id"].ShouldBe(rollback.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await Host.PutAsync($"{Shop}/name?rollback-id=true", """{"shop:name":"New"}""")).ShouldBe(204)["Rollback-Id"].ShouldBeNull();
    }

    [Fact]
    public async Task Label_and_comment_have_shorter_names()
    {
        (await Host.PutAsync($"{Shop}/name?label=rename&comment=a%20new%20name", """{"shop:name":"New"}""")).ShouldBe(204);
        var rollback = Host.Operations.Rollbacks().First();
        (rollback.Label, rollback.Comment).ShouldBe(("rename", "a new name"));
    }

    [Theory]
    [InlineData("PUT", "label=a&rollback-label=b")]
    [InlineData("PUT", "rollback-comment=a&comment=a")]
    [InlineData("PUT", "label=")]
    [InlineData("PUT", "rollback-id=yes")]
    [InlineData("PUT", "dry-run=native")]
    [InlineData("GET", "label=a")]
    [InlineData("GET", "dry-run")]
    public async Task One_that_is_doubled_malformed_or_misplaced_is_400(string method, string query) =>
        (await Host.SendAsync(method, $"{Shop}/name?{query}", method == "PUT" ? """{"shop:name":"New"}""" : null)).ShouldBeError(400, "invalid-value");

    [Theory]
    [InlineData("PUT", "/name", """{"shop:name":"New"}""", "New")]
    [InlineData("PATCH", "/name", """{"shop:name":"New"}""", "New")]
    [InlineData("POST", "", """{"shop:item":[{"id":"New"}]}""", "New")]
    [InlineData("DELETE", "/name", null, "remove")]
    public async Task A_dry_run_tells_what_would_change_and_changes_nothing(string method, string resource, string? body, string told)
    {
        var before = (await Host.GetAsync(Shop)).ETag;
        var reply = (await Host.SendAsync(method, $"{Shop}{resource}?dry-run", body)).ShouldBe(200);
        JsonNode.Parse(reply.Body).ShouldBeOfType<JsonArray>().Count.ShouldBe(1);
        reply.Body.ShouldContain(told);
        (await Host.GetAsync(Shop)).ETag.ShouldBe(before);
    }

    [Theory]
    [InlineData("json", "application/json", "\"New\"")]
    [InlineData("xml", "application/xml; charset=utf-8", ">New</name>")]
    [InlineData("cli", "text/plain; charset=utf-8", "New")]
    [InlineData("curly", "text/plain; charset=utf-8", "New")]
    [InlineData("set", "text/plain; charset=utf-8", "set ")]
    public async Task A_dry_run_is_told_in_the_format_asked_for(string format, string mediaType, string told)
    {
        var reply = (await Host.PutAsync($"{Shop}/name?dry-run={format}", """{"shop:name":"New"}""")).ShouldBe(200);
        reply.ContentType.ShouldBe(mediaType);
        reply.Body.ShouldContain(told);
    }

    [Fact]
    public async Task A_dry_run_is_refused_as_the_edit_would_be()
    {
        (await Host.PutAsync($"{Shop}/name?dry-run", """{"shop:name":"New"}""", ("If-Match", "\"old\""))).ShouldBe(412);
        (await Host.PostAsync($"{Shop}?dry-run=json", """{"shop:name":"New"}""")).ShouldBeError(409, "data-exists");
        (await Host.PutAsync($"{Shop}/owner?dry-run", """{"shop:owner":"nobody"}""")).ShouldBeError(409, "data-missing");
        (await Host.DeleteAsync($"{Shop}/low?dry-run")).ShouldBe(404);
        (await Host.PutAsync("/restconf/ds/ietf-datastores:candidate/shop:shop/name?dry-run", """{"shop:name":"New"}""")).ShouldBe(400);
    }

    [Theory]
    [InlineData("GET", "dry-run")]
    [InlineData("GET", "rollback-label=x")]
    [InlineData("PUT", "rollback-label=")]
    [InlineData("PUT", "rollback-id=yes")]
    [InlineData("PUT", "dry-run=native")]
    [InlineData("PUT", "dry-run&dry-run")]
    public async Task They_are_for_edits_and_have_their_values(string method, string query) =>
        (await Host.SendAsync(method, $"{Shop}/name?{query}", method == "GET" ? null : """{"shop:name":"x"}""")).ShouldBeError(400, "invalid-value");
}
