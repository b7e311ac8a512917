using System.Globalization;

namespace Taiji.Conformance.Restconf;

/// <summary>ETag, Last-Modified and the conditional headers (RFC 8040 §3.4.1, §5.5).</summary>
public sealed class ConditionTests(ServerFixture server) : RestconfTest(server)
{
    private string _tag = "";
    private string _date = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Curl.SendAsync("POST", Interfaces, Eth0);
        var read = await Curl.GetAsync(Interfaces);
        (_tag, _date) = (read.Headers["etag"], read.Headers["last-modified"]);
    }

    [Fact]
    public async Task If_none_match_with_the_present_tag_is_304_without_body()
    {
        var answer = (await Curl.GetAsync(Interfaces, "-H", $"If-None-Match: {_tag}")).ShouldBe(304);
        answer.Body.ShouldBeEmpty();
        answer.Headers["etag"].ShouldBe(_tag);
        (await Curl.GetAsync(Interfaces, "-H", "If-None-Match: \"other\"")).ShouldBe(200);
    }

    [Fact]
    public async Task If_modified_since_the_last_change_is_304() =>
        (await Curl.GetAsync(Interfaces, "-H", $"If-Modified-Since: {_date}")).ShouldBe(304);

    [Fact]
    public async Task If_modified_since_before_the_last_change_is_200() =>
        (await Curl.GetAsync(Interfaces, "-H", $"If-Modified-Since: {Earlier()}")).ShouldBe(200);

    [Fact]
    public async Task A_change_gives_another_tag_and_no_change_the_same()
    {
        var eth0 = (await Curl.GetAsync(Interfaces + "/interface=eth0")).Headers["etag"];
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth0", Eth0)).Headers["etag"].ShouldBe(eth0);
        (await Curl.GetAsync(Interfaces)).Headers["etag"].ShouldBe(_tag);
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth0/enabled", """{"ietf-interfaces:enabled":false}""")).ShouldBe(201);
        (await Curl.GetAsync(Interfaces + "/interface=eth0")).Headers["etag"].ShouldNotBe(eth0);
        (await Curl.GetAsync(Interfaces)).Headers["etag"].ShouldNotBe(_tag);
    }

    [Fact]
    public async Task If_match_with_the_present_tag_lets_a_write_through_once()
    {
        const string Body = """{"ietf-interfaces:interface":[{"name":"eth0","type":"iana-if-type:ethernetCsmacd","enabled":false}]}""";
        var tag = (await Curl.GetAsync(Interfaces + "/interface=eth0")).Headers["etag"];
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth0", Body, "-H", $"If-Match: {tag}")).ShouldBe(204);
        var late = await Curl.SendAsync("DELETE", Interfaces + "/interface=eth0", null, "-H", $"If-Match: {tag}");
        late.ShouldFail(412, "operation-failed");
        late.Headers["etag"].ShouldNotBe(tag);
        (await Curl.GetAsync(Interfaces + "/interface=eth0/enabled")).ShouldBe(200);
    }

    [Fact]
    public async Task If_match_on_what_is_not_there_is_412()
    {
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth0/description", """{"ietf-interfaces:description":"x"}""", "-H", "If-Match: *")).ShouldFail(412, "operation-failed");
        (await Curl.GetAsync(Interfaces + "/interface=eth0/description")).ShouldBe(404);
    }

    [Fact]
    public async Task If_unmodified_since_before_the_last_change_is_412() =>
        (await Curl.SendAsync("DELETE", Interfaces, null, "-H", $"If-Unmodified-Since: {Earlier()}")).ShouldFail(412, "operation-failed");

    [Fact]
    public async Task If_none_match_any_lets_only_the_first_put_through()
    {
        const string Body = """{"ietf-interfaces:interface":[{"name":"eth1","type":"iana-if-type:ethernetCsmacd"}]}""";
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth1", Body, "-H", "If-None-Match: *")).ShouldBe(201);
        (await Curl.SendAsync("PUT", Interfaces + "/interface=eth1", Body, "-H", "If-None-Match: *")).ShouldBe(412);
    }

    [Fact]
    public async Task A_malformed_condition_is_400() =>
        (await Curl.SendAsync("DELETE", Interfaces, null, "-H", "If-Match: no-quotes")).ShouldBe(400);

    private string Earlier() => DateTimeOffset.Parse(_date, CultureInfo.InvariantCulture).AddSeconds(-10).ToString("R", CultureInfo.InvariantCulture);
}
