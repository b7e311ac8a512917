using Taiji.Testing;

namespace Taiji.Server.Tests.Testing;

/// <summary>These count the process's memory, so nothing else may run beside them.</summary>
[CollectionDefinition(nameof(StateInPartsMemoryTests), DisableParallelization = true)]
public sealed class StateInPartsMemoryTestsCollection;

/// <summary>What a list of state that is written as it comes takes: the same, however long it is.</summary>
[Collection(nameof(StateInPartsMemoryTests))]
public sealed class StateInPartsMemoryTests : IDisposable
{
    private const int Short = 20_000;
    private const int Long = 400_000;
    private const long Slack = 2 << 20;
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-routes-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("restconf")]
    [InlineData("netconf")]
    public async Task Twenty_times_the_entries_take_no_more_memory_while_they_are_written(string protocol)
    {
        await using var server = await Routes.StartAsync(_directory);
        await MostAsync(server, protocol, Short);
        var few = await MostAsync(server, protocol, Short);
        var many = await MostAsync(server, protocol, Long);
        // Gathered, the entries alone would be ten times that.
        many.ShouldBeLessThan(few + Slack);
    }

    // The most that was alive, looked at ten times on the way.
    private static async Task<long> MostAsync(TaijiTestServer server, string protocol, int count)
    {
        var routes = Routes.Of(server);
        var begun = routes.Given;
        var most = 0L;
        routes.Count = count;
        routes.Before = given =>
        {
            if ((given - begun) % (count / 10) == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            return Task.CompletedTask;
        };
        if (protocol == "restconf") await ReadRestconfAsync(server);
        else await ReadNetconfAsync(server);
        (routes.Given - begun).ShouldBe(count);
        return most;
    }

    private static async Task ReadRestconfAsync(TaijiTestServer server)
    {
        using var response = await server.Http.GetAsync(new Uri("/restconf/data/acme-routes:routes", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, Cancelled) > 0)
        {
        }
    }

    private static async Task ReadNetconfAsync(TaijiTestServer server)
    {
        await using var client = await server.ConnectNetconfAsync();
        await using var reply = await client.StreamAsync("""<get><filter><routes xmlns="urn:acme:routes"/></filter></get>""", Cancelled);
        await reply.CopyToAsync(Stream.Null, cancellationToken: Cancelled);
    }
}
