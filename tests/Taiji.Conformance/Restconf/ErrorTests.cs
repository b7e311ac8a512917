namespace Taiji.Conformance.Restconf;

/// <summary>Status and error body of every kind of refusal (RFC 8040 §7).</summary>
public sealed class ErrorTests(ServerFixture server) : RestconfTest(server)
{
    [Fact]
    public async Task Without_credentials_it_is_401_with_a_challenge()
    {
        var answer = await new Curl(Server.Taiji, user: null).GetAsync("/data");
        answer.ShouldFail(401, "access-denied");
        answer.Headers["www-authenticate"].ShouldStartWith("Basic realm=");
        answer.Body.ShouldNotContain("interfaces");
    }

    [Theory]
    [InlineData("admin", "wrong")]
    [InlineData("admin", "")]
    [InlineData("nobody", TaijiProcess.AdminPassword)]
    public async Task With_wrong_credentials_it_is_401(string user, string password) =>
        (await new Curl(Server.Taiji, user, password).GetAsync("/data")).ShouldFail(401, "access-denied");

    [Theory]
    [InlineData("/data/ietf-interfaces:interfaces/interface=none", "invalid-value")]
    [InlineData("/nothing", "invalid-value")]
    [InlineData("/ds/ietf-datastores:nowhere", "invalid-value")]
    [InlineData("/operations/taiji-example:no-such-rpc", "invalid-value")]
    public async Task What_is_not_there_is_404(string path, string tag) => (await Curl.GetAsync(path)).ShouldFail(404, tag);

    [Theory]
    [InlineData("/data/no-such-module:x")]
    [InlineData("/data/ietf-interfaces:no-such-node")]
    [InlineData("/data/interfaces")]
    [InlineData("/data/ietf-interfaces:interfaces/interface=a,b")]
    [InlineData("/data/ietf-interfaces:interfaces=x")]
    [InlineData("/data//ietf-interfaces:interfaces")]
    [InlineData("/data/ietf-interfaces:interfaces/interface=%zz")]
    public async Task A_path_that_the_schema_does_not_know_is_400_or_404(string path)
    {
        var answer = await Curl.GetAsync(path);
        answer.Status.ShouldBeOneOf(400, 404);
        answer.Error["error-type"]!.GetValue<string>().ShouldBe("protocol");
        answer.Error["error-message"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("DELETE", "/data")]
    [InlineData("PUT", "/data/taiji-example:engine")]
    [InlineData("DELETE", "/data/ietf-interfaces:interfaces/interface")]
    [InlineData("PATCH", "/operations/taiji-example:read-sensors")]
    [InlineData("GET", "/operations/taiji-example:read-sensors")]
    [InlineData("POST", "")]
    [InlineData("BREW", "/data")]
    public async Task A_method_that_the_resource_does_not_have_is_405_with_allow(string method, string path)
    {
        var answer = await Curl.SendAsync(method, path, method is "PUT" or "PATCH" ? "{}" : null);
        answer.ShouldFail(405, "operation-not-supported");
        answer.Headers["allow"].ShouldContain("OPTIONS");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("application/yang-data+json;q=0")]
    public async Task A_reply_that_the_client_does_not_accept_is_406(string accept) =>
        (await Curl.GetAsync("/data", "-H", $"Accept: {accept}")).ShouldBe(406);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/yang-data+json; charset=iso-8859-1")]
    public async Task A_body_of_another_type_is_415(string type) =>
        (await Curl.SendAsync("PUT", Interfaces, "{}", "-H", $"Content-Type: {type}")).ShouldBe(415);

    [Theory]
    [InlineData("", "invalid-value")]
    [InlineData("{", "malformed-message")]
    [InlineData("[]", "malformed-message")]
    [InlineData("""{"ietf-interfaces:interfaces":{}} x""", "malformed-message")]
    [InlineData("""{"ietf-interfaces:interfaces":{"interface":{}}}""", null)]
    [InlineData("""{"interfaces":{}}""", null)]
    [InlineData("""{"ietf-interfaces:interfaces":{"colour":1}}""", "unknown-element")]
    [InlineData("""{"ietf-interfaces:interfaces":{"interface":[{"type":"iana-if-type:ethernetCsmacd"}]}}""", "missing-element")]
    [InlineData("""{"ietf-interfaces:interfaces":{"interface":[{"name":"a","type":"no-such-type"}]}}""", "invalid-value")]
    [InlineData("""{"ietf-interfaces:interfaces":{"interface":[{"name":"a","type":"iana-if-type:ethernetCsmacd","enabled":"true"}]}}""", "invalid-value")]
    [InlineData("""{"ietf-interfaces:interfaces":{"interface":[{"name":1,"type":"iana-if-type:ethernetCsmacd"}]}}""", "invalid-value")]
    [InlineData("""{"ietf-interfaces:interfaces":{},"ietf-system:system":{}}""", null)]
    public async Task A_body_that_is_not_the_resource_is_400(string body, string? tag)
    {
        var answer = await Curl.SendAsync("PUT", Interfaces, body);
        answer.ShouldBe(400);
        if (tag is not null) answer.ShouldFail(400, tag);
        answer.Error["error-message"]!.GetValue<string>().ShouldNotBeEmpty();
        (await Curl.GetAsync(Interfaces)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Two_entries_with_one_key_are_412_data_not_unique()
    {
        var answer = await Curl.SendAsync("POST", "/data", """{"taiji-example:sensors":{"sensor":[{"name":"a","kind":"humidity"},{"name":"a","kind":"humidity"}]}}""");
        answer.ShouldFail(412, "operation-failed").Error["error-app-tag"]!.GetValue<string>().ShouldBe("data-not-unique");
        (await Curl.GetAsync("/data/taiji-example:sensors/sensor=a")).ShouldBe(404);
    }

    [Fact]
    public async Task A_missing_mandatory_leaf_is_409_data_missing_with_its_path()
    {
        var answer = await Curl.SendAsync("POST", "/data", """{"ietf-interfaces:interfaces":{"interface":[{"name":"eth0"}]}}""");
        answer.ShouldFail(409, "data-missing");
        answer.Error["error-path"]!.GetValue<string>().ShouldContain("interface[name='eth0']");
    }

    [Fact]
    public async Task A_leafref_to_nothing_is_409_data_missing()
    {
        var answer = await Curl.SendAsync("POST", "/data", """{"taiji-example:sensors":{"sensor":[{"name":"a","kind":"humidity","copy-of":"b"}]}}""");
        answer.ShouldFail(409, "data-missing").Error["error-app-tag"]!.GetValue<string>().ShouldBe("instance-required");
    }

    [Fact]
    public async Task A_veto_is_409_resource_denied()
    {
        var many = string.Join(',', Enumerable.Range(0, 11).Select(i => $$"""{"name":"s{{i}}","kind":"humidity","interval":10}"""));
        (await Curl.SendAsync("POST", "/data", $$$"""{"taiji-example:sensors":{"sensor":[{{{many}}}]}}""")).ShouldFail(409, "resource-denied");
    }

    [Fact]
    public async Task Errors_follow_the_clients_encoding()
    {
        var answer = (await Curl.GetAsync("/data/ietf-interfaces:interfaces/interface=none", "-H", "Accept: application/yang-data+xml")).ShouldBe(404);
        answer.Headers["content-type"].ShouldBe("application/yang-data+xml");
        answer.Xml.Descendants().Single(e => e.Name.LocalName == "error-tag").Value.ShouldBe("invalid-value");
    }
}
