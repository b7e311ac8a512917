using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Testing;
using Taiji.Yang.Schema;

namespace Taiji.Server.Tests.Testing;

/// <summary>Lists of state that are written as their provider gives them.</summary>
public sealed class StateInPartsTests : IDisposable
{
    private const string Data = "/restconf/data/acme-routes:routes";
    private const string Operational = "/restconf/ds/ietf-datastores:operational/acme-routes:routes";
    private const string Namespace = "xmlns=\"urn:acme:routes\"";
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-routes-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(Data, "json")]
    [InlineData(Data, "xml")]
    [InlineData(Data + "/route", "json")]
    [InlineData(Data + "?content=nonconfig", "json")]
    [InlineData(Data + "?with-defaults=report-all", "json")]
    [InlineData(Data + "?with-defaults=report-all-tagged", "xml")]
    [InlineData(Data + "?with-defaults=trim", "json")]
    [InlineData(Operational, "xml")]
    [InlineData(Operational + "/route", "json")]
    [InlineData(Operational + "?with-origin", "json")]
    public async Task Over_RESTCONF_it_reads_as_if_it_had_been_gathered_first(string path, string encoding)
    {
        await using var server = await Routes.StartAsync(_directory);
        var routes = Routes.Of(server);
        routes.IsInKeyOrder.ShouldBeTrue();
        var inParts = await GetAsync(server, path, encoding);
        Regex.Count(inParts, "10\\.4\\.49\\.0").ShouldBe(1, "the last is there");
        Regex.Count(inParts, "/24").ShouldBe(routes.Count);
        inParts.ShouldBe(await GatheredAsync(path, encoding));
    }

    [Theory]
    [InlineData("<get/>")]
    [InlineData($"<get><filter><routes {Namespace}/></filter></get>")]
    [InlineData($"<get><filter><routes {Namespace}><route/><total/></routes></filter></get>")]
    [InlineData($"<get><filter><routes {Namespace}><route><to/></route></routes></filter></get>")]
    [InlineData($"<get><filter><routes {Namespace}><total>7</total><route/></routes></filter></get>")]
    [InlineData($"<get><filter><routes {Namespace}><total>8</total><route/></routes></filter></get>")]
    [InlineData($"<get><filter><routes {Namespace}><route><metric>4</metric></route></routes></filter></get>")]
    [InlineData($"<get><filter><routes {Namespace}><route><id>1049</id></route></routes></filter></get>")]
    [InlineData($"<get><filter><limits {Namespace}/></filter></get>")]
    [InlineData($"<get><filter type=\"xpath\" xmlns:r=\"urn:acme:routes\" select=\"/r:routes/r:route[r:metric=4]\"/></get>")]
    [InlineData($"<get><filter><routes {Namespace}/></filter><with-defaults xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults\">report-all</with-defaults></get>")]
    [InlineData($"<get-data xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-nmda\" xmlns:ds=\"urn:ietf:params:xml:ns:yang:ietf-datastores\"><datastore>ds:operational</datastore><subtree-filter><routes {Namespace}/></subtree-filter></get-data>")]
    [InlineData($"<get-data xmlns=\"urn:ietf:params:xml:ns:yang:ietf-netconf-nmda\" xmlns:ds=\"urn:ietf:params:xml:ns:yang:ietf-datastores\"><datastore>ds:operational</datastore><subtree-filter><routes {Namespace}/></subtree-filter><max-depth>2</max-depth></get-data>")]
    public async Task Over_NETCONF_it_reads_as_if_it_had_been_gathered_first(string operation)
    {
        await using var server = await Routes.StartAsync(_directory);
        var inParts = await SendAsync(server, operation);
        Routes.Of(server).IsInKeyOrder = false;
        var gathered = await SendAsync(server, operation);
        inParts.ShouldBe(gathered);
        var hasRoutes = !(operation.Contains("limits", StringComparison.Ordinal) || operation.Contains(">8<", StringComparison.Ordinal) || operation.Contains("max-depth", StringComparison.Ordinal));
        inParts.Contains("/24", StringComparison.Ordinal).ShouldBe(hasRoutes);
    }

    [Fact]
    public async Task The_first_entries_are_with_the_client_before_the_last_are_known()
    {
        await using var server = await Routes.StartAsync(_directory);
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Routes.Of(server).Before = given => given < 500 ? Task.CompletedTask : seen.Task;
        using var response = await server.Http.GetAsync(new Uri(Data, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("10.0.5.0", StringComparison.Ordinal)) text.Append(Encoding.UTF8.GetString(buffer, 0, await body.ReadAsync(buffer, Cancelled)));
        seen.SetResult();
        using var rest = new StreamReader(body);
        text.Append(await rest.ReadToEndAsync(Cancelled));
        JsonNode.Parse(text.ToString())!["acme-routes:routes"]!["route"]!.AsArray().Count.ShouldBe(1_050);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("xml")]
    public async Task A_provider_that_fails_on_the_way_leaves_what_it_gave_marked_as_incomplete(string encoding)
    {
        await using var server = await Routes.StartAsync(_directory);
        Routes.Of(server).Before = static given => given == 700 ? throw new InvalidOperationException("secret") : Task.CompletedTask;
        var answer = await GetAsync(server, Data, encoding);
        Regex.Count(answer, "/24").ShouldBe(700);
        Regex.Count(answer, "incomplete").ShouldBe(1);
        answer.ShouldNotContain("secret");
        if (encoding == "json")
        {
            var routes = JsonNode.Parse(answer)!["acme-routes:routes"]!;
            routes["route"]!.AsArray()[^1]!["@"]!["taiji-state-providers:incomplete"]!.GetValue<string>().ShouldContain(nameof(InvalidOperationException));
            routes["total"]!.GetValue<int>().ShouldBe(7, "what others give is there");
        }

        answer.ShouldContain(encoding == "json" ? "\"total\":7" : "<total>7</total>");
        var health = server.Operations.StateProviders.Single(p => p.Name == nameof(Routes));
        health.Figures.IsFailing.ShouldBeTrue();
        Routes.Of(server).Before = static _ => Task.CompletedTask;
        (await GetAsync(server, Data, encoding)).ShouldNotContain("incomplete");
        health.Figures.IsFailing.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_provider_that_fails_before_anything_was_written_is_left_out(int after)
    {
        await using var server = await Routes.StartAsync(_directory);
        Routes.Of(server).Before = given => given == after ? throw new InvalidOperationException("secret") : Task.CompletedTask;
        (await GetAsync(server, Data, "json")).ShouldBe("""{"acme-routes:routes":{"total":7}}""");
        await Routes.Of(server).Left.Task.WaitAsync(Cancelled);
    }

    [Theory]
    [InlineData(650, 5)]
    [InlineData(600, 599)]
    public async Task Entries_that_are_not_in_the_order_of_their_keys_are_not_written(int place, int number)
    {
        await using var server = await Routes.StartAsync(_directory);
        Routes.Of(server).Numbered = i => i == place ? number : i;
        var answer = JsonNode.Parse(await GetAsync(server, Data, "json"))!["acme-routes:routes"]!["route"]!.AsArray();
        answer.Count.ShouldBe(600);
        answer.Select(r => r!["id"]!.GetValue<int>()).ShouldBeUnique();
        answer[^1]!["@"]!["taiji-state-providers:incomplete"]!.GetValue<string>().ShouldContain($"id='{number}'");
    }

    [Fact]
    public async Task A_client_that_leaves_lets_the_provider_go()
    {
        await using var server = await Routes.StartAsync(_directory);
        var routes = Routes.Of(server);
        routes.Count = int.MaxValue;
        using (var response = await server.Http.GetAsync(new Uri(Data + "/route", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancelled))
        {
            await using var body = await response.Content.ReadAsStreamAsync(Cancelled);
            (await body.ReadAsync(new byte[1024], Cancelled)).ShouldBeGreaterThan(0);
        }

        await routes.Left.Task.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task One_entry_asked_for_costs_one()
    {
        await using var server = await Routes.StartAsync(_directory);
        JsonNode.Parse(await GetAsync(server, Data + "/route=1049", "json"))!["acme-routes:route"]!.AsArray().ShouldHaveSingleItem()!["to"]!.GetValue<string>().ShouldBe("10.4.49.0/24");
        Routes.Of(server).Given.ShouldBe(1);
    }

    [Fact]
    public async Task A_list_of_which_not_all_may_be_read_is_gathered_first()
    {
        await using var server = await Routes.StartAsync(_directory);
        var nacm = """
            {"ietf-netconf-acm:nacm":{"groups":{"group":[{"name":"g","user-name":["carol"]}]},"rule-list":[{"name":"l","group":["g"],"rule":[
              {"name":"r","module-name":"acme-routes","path":"/acme-routes:routes/route[id='3']","action":"deny","access-operations":"read"}]}]}}
            """;
        using var body = new StringContent(nacm, Encoding.UTF8, "application/yang-data+json");
        (await server.Http.PatchAsync(new Uri("/restconf/data/ietf-netconf-acm:nacm", UriKind.Relative), body, Cancelled)).IsSuccessStatusCode.ShouldBeTrue();
        using var user = server.Operations.Sessions.Open(new Datastores.Sessions.SessionIdentity("carol", "test"));
        async Task<int> PartsAsync(Datastores.Sessions.Session session)
        {
            var read = await server.Operations.ReadAsync(session, new ReadRequest(Datastore.Operational) { InParts = static _ => true }, Cancelled);
            var list = (ListNode)read.Tree.Schema.Nodes.Single(n => n.SchemaPath == "/acme-routes:routes/route");
            read.Remainders.ShouldAllBe(r => r.List == list);
            await read.EndAsync();
            return read.Remainders.Count;
        }

        (await PartsAsync(user)).ShouldBe(0);
        (await PartsAsync(server.Session)).ShouldBe(1);
    }

    private async Task<string> GatheredAsync(string path, string encoding)
    {
        await using var server = await Routes.StartAsync(_directory);
        Routes.Of(server).IsInKeyOrder = false;
        return await GetAsync(server, path, encoding);
    }

    private static async Task<string> GetAsync(TaijiTestServer server, string path, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue($"application/yang-data+{encoding}"));
        using var response = await server.Http.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return text;
    }

    private static async Task<string> SendAsync(TaijiTestServer server, string operation)
    {
        await using var client = await server.ConnectNetconfAsync();
        var text = (await client.SendAsync(operation, Cancelled)).ToString()!;
        // What differs between any two reads.
        return Regex.Replace(text, "<(netconf-state|sessions|state-providers|yang-library|modules-state|streams|restconf-state|nacm|system-state|logins)[ >].*?</\\1>", "", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
