namespace Taiji.Conformance.Restconf;

/// <summary>Operation resources (RFC 8040 §3.6).</summary>
public sealed class OperationTests(ServerFixture server) : RestconfTest(server)
{
    private const string ReadSensors = "/operations/taiji-example:read-sensors";
    private const string Inject = "/data/taiji-example:sensors/sensor=cellar/inject-value";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Server.ConfigureAsync("""
            {"taiji-example:sensors": {"sensor": [
              {"name": "cellar", "kind": "humidity", "interval": 86400000, "threshold": "3.0", "simulated": {"shape": "constant", "low": "1.0", "high": "2.0"}}
            ]}}
            """);
    }

    [Fact]
    public async Task An_rpc_is_invoked_by_post_with_or_without_input()
    {
        var all = (await Curl.SendAsync("POST", ReadSensors)).ShouldBe(200).Json["taiji-example:output"]!["reading"]![0]!;
        all["sensor"]!.GetValue<string>().ShouldBe("cellar");
        all["value"]!.GetValue<string>().ShouldBe("1.5");
        (await Curl.SendAsync("POST", ReadSensors, """{"taiji-example:input":{"kind":"taiji-example:temperature"}}""")).ShouldBe(204).Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_rpc_speaks_xml_too()
    {
        var answer = await Curl.SendXmlAsync("POST", ReadSensors, """<input xmlns="urn:taiji:example"><sensor>cellar</sensor></input>""");
        answer.ShouldBe(200).Xml.Descendants().Single(e => e.Name.LocalName == "value").Value.ShouldBe("1.5");
    }

    [Fact]
    public async Task An_action_is_invoked_on_its_list_entry()
    {
        var output = (await Curl.SendAsync("POST", Inject, """{"taiji-example:input":{"value":"9.25"}}""")).ShouldBe(200).Json["taiji-example:output"]!;
        output["value"]!.GetValue<string>().ShouldBe("9.25");
        output["crossed"]!.GetValue<bool>().ShouldBeTrue();
        var reading = await Curl.ReadAsync("/taiji-example:sensors/sensor=cellar/reading");
        reading["taiji-example:reading"]!["above-threshold"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Wrong_input_and_targets_are_refused()
    {
        (await Curl.SendAsync("POST", Inject)).Status.ShouldBeOneOf(400, 409);
        (await Curl.SendAsync("POST", Inject, """{"taiji-example:input":{"value":9.25}}""")).ShouldFail(400, "invalid-value");
        (await Curl.SendAsync("POST", Inject, """{"taiji-example:input":{"colour":"red"}}""")).ShouldFail(400, "unknown-element");
        (await Curl.SendAsync("POST", Inject.Replace("cellar", "nobody"), """{"taiji-example:input":{"value":"1.0"}}""")).Status.ShouldBeOneOf(404, 409);
        (await Curl.SendAsync("POST", "/operations/taiji-example:no-such")).ShouldFail(404, "invalid-value");
    }
}
