using Taiji.Clients.Connecting;
using Taiji.Clients.DeviceSchemas;
using Taiji.Clients.Fleets;
using Taiji.Netconf.Client;
using Taiji.Ssh.ClientSide;
using Taiji.Yang.Data;

namespace Taiji.Conformance.ClientLibrary;

/// <summary>The NETCONF client against the project's own server.</summary>
public sealed class OwnServerTests(OwnServerTests.Fixture server) : IClassFixture<OwnServerTests.Fixture>
{
    private SshTarget Target => new()
    {
        Host = "127.0.0.1", Port = server.Taiji.SshPort, User = "admin", Password = TaijiProcess.AdminPassword, HostKeyVerification = SshHostKeyVerification.None,
    };

    [Fact]
    public async Task Its_schema_makes_its_data_typed()
    {
        await server.ConfigureAsync("""{"ietf-interfaces:interfaces":{"interface":[{"name":"typed","type":"iana-if-type:ethernetCsmacd"}]}}""");
        await using var client = await Target.ConnectAsync();
        var directory = Directory.CreateTempSubdirectory("taiji-schemas-").FullName;
        try
        {
            var schema = await new DeviceSchemaSource(directory).GetAsync(client);
            await using var reply = await client.StreamAsync("<get/>");
            var tree = await schema.ReadAsync(reply);
            tree.TryFind(DataPath.Parse(schema.Schema, "/ietf-interfaces:interfaces/interface[name='typed']/type"), out var type).ShouldBeTrue();
            type.ValueText.ShouldContain("ethernetCsmacd");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_pool_asks_many_at_once()
    {
        NetconfTarget unix = new UnixSocketTarget(Path.Combine(server.Taiji.DataDirectory, "taiji.sock"));
        await using var pool = new NetconfPool(new NetconfPoolOptions { MaxConcurrency = 8 });
        var devices = Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? unix with { } : Target).ToList();
        var results = await pool.RunAsync(devices, async (client, cancel) => (await client.GetConfigAsync(cancellationToken: cancel)).ToData().Name.LocalName).ToListAsync();
        results.Where(r => !r.IsSuccess).Select(r => r.Error!.Message).ShouldBeEmpty();
        results.ShouldAllBe(r => r.Value == "data");
    }

    [Fact]
    public async Task Three_thousand_devices_are_asked_a_few_at_a_time_and_those_that_are_away_cost_nobody_else()
    {
        NetconfTarget there = new UnixSocketTarget(Path.Combine(server.Taiji.DataDirectory, "taiji.sock"));
        NetconfTarget away = new UnixSocketTarget(Path.Combine(server.Taiji.DataDirectory, "nowhere.sock"));
        var devices = Enumerable.Range(0, 3000).Select(i => i % 100 == 7 ? away with { } : there with { }).ToList();
        await using var pool = new NetconfPool(new NetconfPoolOptions { MaxConcurrency = 20 });
        var results = await pool.RunAsync(devices, async (client, cancel) => (await client.GetConfigAsync(cancellationToken: cancel)).ToData().Name.LocalName).ToListAsync();
        (results.Count(r => r.IsSuccess), results.Count(r => !r.IsSuccess)).ShouldBe((2970, 30));
    }

    public sealed class Fixture : ServerFixture;
}
