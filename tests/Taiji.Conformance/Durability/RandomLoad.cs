using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Taiji.Netconf.Client;
using Taiji.Netconf.Framing;
using Taiji.Netconf;
using Taiji.Ssh.ClientSide;

namespace Taiji.Conformance.Durability;

/// <summary>Clients of several kinds that write as fast as they are answered, each its own pair of interfaces with the same number, until the server is gone.</summary>
/// <param name="taiji">The server.</param>
/// <param name="acknowledged">What was answered with success: the highest number of each writer.</param>
/// <param name="asked">What was asked for: the highest number of each writer, which may be there though nobody heard of it.</param>
/// <param name="goal">After how many answers the load is enough.</param>
internal sealed partial class RandomLoad(TaijiProcess taiji, ConcurrentDictionary<string, int> acknowledged, ConcurrentDictionary<string, int> asked, int goal)
{
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _problems = [];
    private int _answers;

    /// <summary>So many answers have come.</summary>
    public Task Enough => _enough.Task;

    /// <summary>Answers that should not have come.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_problems) return [.. _problems];
        }
    }

    /// <summary>Runs until the server is gone.</summary>
    public Task RunAsync() => Task.WhenAll(
        RunAsync("rest1", RestconfAsync), RunAsync("rest2", RestconfAsync), RunAsync("unix", n => NetconfAsync(n, "running")), RunAsync("unix-candidate", n => NetconfAsync(n, "candidate")), RunAsync("ssh", SshAsync));

    private async Task RunAsync(string name, Func<string, Task> write)
    {
        try
        {
            await write(name);
        }
        catch (Exception e) when (taiji.HasExited || e is HttpRequestException or IOException or SocketException or OperationCanceledException or NetconfException or NetconfSessionClosedException)
        {
            // The server was killed: what was not answered may be there or not. Whatever else it was, nothing was acknowledged.
        }
        catch (Exception e)
        {
            lock (_problems) _problems.Add($"{name}: {e}");
            _enough.TrySetResult();
        }
    }

    private async Task RestconfAsync(string name)
    {
        using var http = new HttpClient { BaseAddress = new Uri(taiji.Http) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{TaijiProcess.AdminPassword}")));
        while (true)
        {
            var number = asked.AddOrUpdate(name, 1, (_, last) => last + 1);
            var entries = string.Join(',', Pair(name).Select(n => $$"""{"name":"{{n}}","type":"iana-if-type:ethernetCsmacd","description":"{{number}}"}"""));
            using var body = new StringContent($$$"""{"ietf-interfaces:interfaces":{"interface":[{{{entries}}}]}}""", Encoding.UTF8, "application/yang-data+json");
            using var answer = await http.PatchAsync(new Uri("/restconf/data/ietf-interfaces:interfaces", UriKind.Relative), body);
            if (answer.StatusCode != HttpStatusCode.NoContent) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
            Acknowledge(name, number);
        }
    }

    private async Task NetconfAsync(string name, string target)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(taiji.SocketPath));
        await using var client = await NetconfClient.ConnectAsync(new NetconfTransport(new NetworkStream(socket, ownsSocket: true), "taiji"));
        await WriteAsync(client, name, target);
    }

    private async Task SshAsync(string name)
    {
        await using var ssh = await SshClientConnection.ConnectAsync(new SshClientOptions
        {
            Host = "127.0.0.1", Port = taiji.SshPort, User = "admin", Password = TaijiProcess.AdminPassword, HostKeyVerification = SshHostKeyVerification.None,
        });
        await using var channel = await ssh.OpenSubsystemAsync("netconf");
        await using var client = await NetconfClient.ConnectAsync(channel);
        await WriteAsync(client, name, "running");
    }

    private async Task WriteAsync(NetconfClient client, string name, string target)
    {
        while (true)
        {
            var number = asked.AddOrUpdate(name, 1, (_, last) => last + 1);
            var entries = string.Concat(Pair(name).Select(n => $"""<interface><name>{n}</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:ethernetCsmacd</type><description>{number}</description></interface>"""));
            await client.EditConfigAsync(target, $"""<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">{entries}</interfaces>""");
            if (target == "candidate") await client.CommitAsync();
            Acknowledge(name, number);
        }
    }

    /// <summary>The two interfaces of a writer, always written together.</summary>
    /// <param name="name">The writer.</param>
    public static string[] Pair(string name) => [$"{name}-a", $"{name}-b"];

    /// <summary>The writer whose interfaces a text names; null when it names none.</summary>
    /// <param name="text">A notification, or edits.</param>
    public static string? Writer(string text) => Interface().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("(rest1|rest2|unix-candidate|unix|ssh)-[ab]\\b")]
    private static partial Regex Interface();

    private void Acknowledge(string name, int number)
    {
        acknowledged[name] = number;
        if (Interlocked.Increment(ref _answers) == goal) _enough.TrySetResult();
    }
}
