using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Taiji.Conformance.Durability;

/// <summary>What was acknowledged survives.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-crash-").FullName;

    [Fact]
    public async Task Every_acknowledged_write_survives_sigkill_in_the_middle_of_a_write_load()
    {
        var acknowledged = new ConcurrentDictionary<string, int>();
        var restarts = 0;
        for (; restarts < 3; restarts++)
        {
            await using var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
            await CheckAsync(taiji, acknowledged);
            using var http = Http(taiji);
            var enough = new TaskCompletionSource();
            var writers = Enumerable.Range(0, 4).Select(w => WriteAsync(http, $"w{restarts}-{w}", acknowledged, enough, goal: 60)).ToList();
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await taiji.KillAsync();
            await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(60));
        }

        acknowledged.Count.ShouldBeGreaterThan(0);
        await using var last = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        await CheckAsync(last, acknowledged);
        (await last.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_candidate_commit_survives_sigkill_and_an_uncommitted_candidate_does_not()
    {
        await using (var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun))
        await using (var connection = await RawConnection.OpenSessionAsync(taiji, "1.0"))
        {
            foreach (var operation in new[] { Edit("kept"), "<commit/>", Edit("lost") })
            {
                await connection.SendAsync(RawNetconf.Rpc(operation) + RawNetconf.End);
                (await connection.ReadToAsync(RawNetconf.End)).ShouldContain("<ok/>");
            }

            await taiji.KillAsync();
        }

        await using var again = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        await using var session = await RawConnection.OpenSessionAsync(again, "1.0");
        foreach (var datastore in new[] { "running", "candidate" })
        {
            await session.SendAsync(RawNetconf.Rpc($"<get-config><source><{datastore}/></source></get-config>") + RawNetconf.End);
            var reply = await session.ReadToAsync(RawNetconf.End);
            reply.ShouldContain("<name>kept</name>");
            reply.ShouldNotContain("<name>lost</name>");
        }

        static string Edit(string name) => $"""
            <edit-config><target><candidate/></target><config><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">
            <interface><name>{name}</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:ethernetCsmacd</type></interface></interfaces></config></edit-config>
            """;
    }

    [Fact]
    public async Task Sigterm_ends_with_status_0_and_the_next_start_has_everything()
    {
        string tag;
        await using (var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun))
        {
            var put = await new Curl(taiji).SendAsync("PUT", "/data/ietf-interfaces:interfaces", """{"ietf-interfaces:interfaces":{"interface":[{"name":"eth0","type":"iana-if-type:ethernetCsmacd"}]}}""");
            tag = put.ShouldBe(201).Headers["etag"];
            // A subscriber and an idle session don't hold the stop up.
            await using var idle = await RawConnection.OpenSessionAsync(taiji, "1.1");
            await idle.SendAsync(RawNetconf.Chunked(RawNetconf.Rpc("""<create-subscription xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"/>""")));
            (await idle.ReadChunksAsync()).ShouldContain("<ok/>");
            (await taiji.StopAsync()).ShouldBe(0);
            taiji.Errors.ShouldNotContain("   at ");
        }

        await using var again = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        // The same content has the same entity-tag, so that clients' caches and conditions hold across a restart.
        (await new Curl(again).GetAsync("/data/ietf-interfaces:interfaces")).ShouldBe(200).Headers["etag"].ShouldBe(tag);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_directory_does_not_start()
    {
        await using var taiji = await TaijiProcess.StartAsync(_directory, ServerFixture.MakeRun);
        var second = await TaijiProcess.RunToEndAsync([.. ServerFixture.MakeRun, "--data", _directory, "--socket", "off"]);
        second.Status.ShouldBe(2);
        second.Error.ShouldContain(_directory);
        second.Error.ShouldNotContain("   at ");
        second.Output.ShouldNotContain("ready");
        (await new Curl(taiji).GetAsync("")).ShouldBe(200);
        await using var session = await RawConnection.OpenSessionAsync(taiji, "1.0");
    }

    [Fact]
    public async Task A_data_directory_that_can_not_be_made_is_an_unusable_option()
    {
        var file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "");
        var taiji = await TaijiProcess.RunToEndAsync([.. ServerFixture.MakeRun, "--data", Path.Combine(file, "data"), "--socket", "off"]);
        taiji.Status.ShouldBe(2);
        taiji.Error.ShouldContain(file);
        taiji.Error.ShouldNotContain("   at ");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static HttpClient Http(TaijiProcess taiji)
    {
        var http = new HttpClient { BaseAddress = new Uri(taiji.Http) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{TaijiProcess.AdminPassword}")));
        return http;
    }

    private static async Task CheckAsync(TaijiProcess taiji, ConcurrentDictionary<string, int> acknowledged)
    {
        if (acknowledged.IsEmpty) return;
        var found = (await new Curl(taiji).ReadAsync("/ietf-interfaces:interfaces"))["ietf-interfaces:interfaces"]!["interface"]!.AsArray()
            .ToDictionary(e => e!["name"]!.GetValue<string>(), e => Number(e!));
        foreach (var (name, number) in acknowledged)
        {
            // One write more may have been made durable without its answer arriving.
            found.ShouldContainKey(name);
            found[name].ShouldBeInRange(number, number + 1);
        }

        static int Number(JsonNode entry) => int.Parse(entry["description"]!.GetValue<string>(), null);
    }

    private static async Task WriteAsync(HttpClient http, string name, ConcurrentDictionary<string, int> acknowledged, TaskCompletionSource enough, int goal)
    {
        try
        {
            for (var i = 1; ; i++)
            {
                using var body = new StringContent(
                    $$$"""{"ietf-interfaces:interfaces":{"interface":[{"name":"{{{name}}}","type":"iana-if-type:ethernetCsmacd","description":"{{{i}}}"}]}}""",
                    Encoding.UTF8,
                    "application/yang-data+json");
                using var answer = await http.PatchAsync(new Uri("/restconf/data/ietf-interfaces:interfaces", UriKind.Relative), body);
                if (answer.StatusCode != HttpStatusCode.NoContent) enough.TrySetException(new InvalidOperationException(await answer.Content.ReadAsStringAsync()));
                acknowledged[name] = i;
                if (i == goal) enough.TrySetResult();
            }
        }
        catch (HttpRequestException)
        {
            // The server was killed.
        }
    }
}
