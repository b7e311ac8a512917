using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Taiji.Datastores.Hosting;
using Taiji.Netconf.Client;
using Taiji.Testing;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.Histories;

/// <summary>Concurrent clients of every kind on a few registers: what they were told must be what can happen one by one.</summary>
public sealed class HistoryTests
{
    private const int Registers = 3;
    private const int Rounds = 40;

    private readonly ConcurrentBag<RegisterOperation> _history = [];
    private long _clock;
    private int _lastValue;

    [Fact]
    public async Task What_clients_of_all_protocols_are_told_at_the_same_time_is_linearizable()
    {
        var directory = Directory.CreateTempSubdirectory("taiji-history-").FullName;
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(directory, "h.yang"),
                """module h { yang-version 1.1; namespace "urn:h"; prefix h; container registers { list register { key id; leaf id { type uint8; } leaf value { type int32; } } } }""",
                TestContext.Current.CancellationToken);
            await using var server = await TaijiTestServer.StartAsync(b => b.AddModules(directory).AddModule("h").UseDataDirectory(Path.Combine(directory, "data")));
            await using var unix = await server.ConnectNetconfAsync();
            await using var ssh = await server.ConnectNetconfSshAsync();
            await Task.WhenAll(
                RunAsync(1, r => RestconfAsync(server.Http, r)),
                RunAsync(2, r => RestconfAsync(server.Http, r)),
                RunAsync(3, r => NetconfAsync(unix, r)),
                RunAsync(4, r => NetconfAsync(ssh, r)),
                RunAsync(5, r => InProcessAsync(server, r)),
                RunAsync(6, r => InProcessAsync(server, r)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        _history.Count.ShouldBeGreaterThan(6 * Rounds / 2);
        LinearizabilityCheck.Violations(_history).ShouldBeEmpty(string.Join('\n', _history.OrderBy(o => o.Register).ThenBy(o => o.Invoked)));
    }

    private static Task RunAsync(int seed, Func<Random, Task> round) => Task.Run(async () =>
    {
        var random = new Random(seed);
        for (var i = 0; i < Rounds; i++) await round(random);
    });

    private async Task RestconfAsync(HttpClient http, Random random)
    {
        var register = random.Next(Registers);
        var uri = new Uri($"/restconf/data/h:registers/register={register}", UriKind.Relative);
        var invoked = Now();
        using var read = await http.GetAsync(uri);
        int? value = null;
        if (read.StatusCode == HttpStatusCode.OK)
            value = JsonNode.Parse(await read.Content.ReadAsStringAsync())!["h:register"]![0]!["value"]?.GetValue<int>();
        else
            read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Done(register, RegisterAction.Read, null, value, invoked);

        // What was read is what it still must be: otherwise the entity-tag has changed.
        var next = Interlocked.Increment(ref _lastValue);
        using var put = new HttpRequestMessage(HttpMethod.Put, uri);
        put.Content = new StringContent($$$"""{"h:register":[{"id":{{{register}}},"value":{{{next}}}}]}""", Encoding.UTF8, "application/yang-data+json");
        if (value is null) put.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        else put.Headers.IfMatch.Add(read.Headers.ETag!);
        invoked = Now();
        using var answer = await http.SendAsync(put);
        if (answer.IsSuccessStatusCode) Done(register, RegisterAction.CompareAndSet, value, next, invoked);
        else answer.StatusCode.ShouldBeOneOf(HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict);
    }

    private async Task NetconfAsync(NetconfClient client, Random random)
    {
        var register = random.Next(Registers);
        var next = Interlocked.Increment(ref _lastValue);
        var kind = random.Next(4);
        var operation = kind switch { 0 => "create", 1 => "replace", 2 => "delete", _ => null };
        var invoked = Now();
        if (operation is null)
        {
            var reply = await client.GetConfigAsync("running", NetconfFilter.Subtree($"""<registers xmlns="urn:h"><register><id>{register}</id></register></registers>"""));
            var text = reply.ToElement().Descendants(XName.Get("value", "urn:h")).SingleOrDefault()?.Value;
            Done(register, RegisterAction.Read, null, text is null ? null : int.Parse(text, CultureInfo.InvariantCulture), invoked);
            return;
        }

        var value = operation == "delete" ? "" : $"<value>{next}</value>";
        var config = $"""<registers xmlns="urn:h"><register xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" nc:operation="{operation}"><id>{register}</id>{value}</register></registers>""";
        try
        {
            await client.EditConfigAsync("running", config);
            if (operation == "create") Done(register, RegisterAction.CompareAndSet, null, next, invoked);
            else Done(register, operation == "delete" ? RegisterAction.Delete : RegisterAction.Write, null, operation == "delete" ? null : next, invoked);
        }
        catch (RpcErrorException e) when (e.Errors[0].Tag is ErrorTag.DataExists or ErrorTag.DataMissing)
        {
            Done(register, e.Errors[0].Tag == ErrorTag.DataExists ? RegisterAction.RefusedCreate : RegisterAction.RefusedDelete, null, null, invoked);
        }
    }

    private async Task InProcessAsync(TaijiTestServer server, Random random)
    {
        var register = random.Next(Registers);
        var path = new DataPath(server.Operations.Schema).Child("h:registers").Entry("register", register.ToString(CultureInfo.InvariantCulture));
        var invoked = Now();
        var transaction = server.Operations.Begin(server.Session);
        int? value = transaction.Read(path, out _) && transaction.Content.TextAt(path.Child("value")) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        Done(register, RegisterAction.Read, null, value, invoked);
        if (random.Next(3) == 0) return;
        var next = Interlocked.Increment(ref _lastValue);
        var payload = DataTree.Empty(path.Schema).Edit();
        payload.SetText(path.Child("value"), next.ToString(CultureInfo.InvariantCulture));
        transaction.Edit(new Edit(EditOperation.Replace, path, payload.Seal()));
        invoked = Now();
        try
        {
            await transaction.CommitAsync(null, CancellationToken.None);
            Done(register, RegisterAction.CompareAndSet, value, next, invoked);
        }
        catch (RpcErrorException e) when (e.Errors.All(x => x.AppTag == "conflict"))
        {
            // Somebody else came first.
        }
    }

    private long Now() => Interlocked.Increment(ref _clock);

    private void Done(int register, RegisterAction action, int? expected, int? value, long invoked) =>
        _history.Add(new RegisterOperation(register, action, expected, value, invoked, Now()));
}
