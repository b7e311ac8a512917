namespace Taiji.Conformance.Starting;

/// <summary>factory-reset over RESTCONF (RFC 8808): the first user is there again, and what was configured is gone.</summary>
public sealed class FactoryResetTests
{
    [Fact]
    public async Task A_reset_leaves_the_first_user_and_what_a_new_server_begins_with()
    {
        await using var taiji = await TaijiProcess.StartAsync(null, ServerFixture.MakeRun);
        var curl = new Curl(taiji);
        (await curl.SendAsync("PUT", "/data/ietf-interfaces:interfaces", """{"ietf-interfaces:interfaces":{"interface":[{"name":"eth0","type":"iana-if-type:ethernetCsmacd"}]}}""")).ShouldBe(201);
        (await curl.SendAsync("POST", "/operations/ietf-factory-default:factory-reset")).ShouldBe(204);
        (await curl.GetAsync("/ds/ietf-datastores:running/ietf-interfaces:interfaces/interface=eth0")).Status.ShouldBe(404);
        (await curl.GetAsync("/ds/ietf-factory-default:factory-default")).Status.ShouldBe(200);
    }
}
