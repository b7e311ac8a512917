using System.Globalization;
using System.Net;
using Taiji.Server.NetconfServer.CallHome;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer.Configured;

/// <summary>What carries sessions.</summary>
internal enum TransportKind
{
    Ssh,
    Tls,
}

/// <summary>A port to listen on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Transport">What carries sessions.</param>
/// <param name="EndPoint">The address and port.</param>
/// <param name="NetworkNamespace">Where.</param>
internal sealed record ListenEndpoint(string Name, TransportKind Transport, IPEndPoint EndPoint, string NetworkNamespace);

/// <summary><c>/taiji-netconf-server:netconf-server</c> as configured; what isn't enabled is not in it.</summary>
internal sealed record NetconfServerSettings(
    IReadOnlyList<ListenEndpoint> Listen, IReadOnlyList<CallHomeClient> CallHome)
{
    /// <summary>The module.</summary>
    public const string Module = "taiji-netconf-server";

    /// <summary>The schema path of all of it.</summary>
    public const string Path = $"/{Module}:netconf-server";

    /// <summary>Nothing configured.</summary>
    public static NetconfServerSettings None { get; } = new([], []);

    /// <summary>Reads a configuration.</summary>
    /// <param name="tree">Valid against the schema.</param>
    public static NetconfServerSettings Read(DataTree tree)
    {
        if (tree.Schema.FindModule(Module) is not { } module || !tree.Root.TryGetChild(tree.Schema.Root.FindChild(module, "netconf-server")!, out var server)) return None;
        return new NetconfServerSettings(
            [.. Entries(server, "listen", "endpoint").Where(IsEnabled).Select(ReadListen)],
            [.. Entries(server, "call-home", "netconf-client").Where(IsEnabled).Select(ReadClient)]);
    }

    private static bool IsEnabled(DataNode entry) => entry.ChildText("enabled") != "false";

    private static ListenEndpoint ReadListen(DataNode entry) => new(
        entry.ChildText("name")!,
        ReadTransport(entry),
        new IPEndPoint(IPAddress.Parse(entry.ChildText("address")!), Number(entry, "port")!.Value),
        entry.ChildText("network-namespace") ?? Listeners.NetworkNamespace.Default);

    private static CallHomeClient ReadClient(DataNode entry)
    {
        var transport = ReadTransport(entry);
        var strategy = Find(entry, "reconnect-strategy");
        return new CallHomeClient(
            entry.ChildText("name")!,
            transport,
            Find(entry, "periodic") is { } periodic ? ReadPeriod(periodic) : null,
            strategy?.ChildText("start-with") switch
            {
                "last-connected" => StartWith.LastConnected,
                "random-selection" => StartWith.RandomSelection,
                _ => StartWith.FirstListed,
            },
            TimeSpan.FromSeconds(Number(strategy, "max-wait") ?? 5),
            Number(strategy, "max-attempts") ?? 3)
        {
            Endpoints = [.. Entries(entry, "endpoint").Select(e => new CallHomeEndpoint(
                e.ChildText("name")!, e.ChildText("address")!, Number(e, "port") ?? (transport == TransportKind.Ssh ? 4334 : 4335)))],
        };
    }

    private static CallHomePeriod ReadPeriod(DataNode periodic) => new(
        TimeSpan.FromMinutes(Number(periodic, "period") ?? 60),
        periodic.ChildText("anchor-time") is { } anchor ? DateTimeOffset.Parse(anchor, CultureInfo.InvariantCulture) : null,
        (Number(periodic, "idle-timeout") ?? 180) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static TransportKind ReadTransport(DataNode entry) => entry.ChildText("transport") == "tls" ? TransportKind.Tls : TransportKind.Ssh;

    private static int? Number(DataNode? node, string leaf) => node?.ChildText(leaf) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static IEnumerable<DataNode> Entries(DataNode parent, string container, string list) =>
        Find(parent, container) is { } inside ? Entries(inside, list) : [];

    private static IEnumerable<DataNode> Entries(DataNode parent, string list)
    {
        foreach (var entry in parent.Entries(Child(parent, list))) yield return entry;
    }

    private static DataNode? Find(DataNode parent, string container) => parent.TryGetChild(Child(parent, container), out var node) ? node : null;

    private static SchemaNode Child(DataNode parent, string name) => ((InnerNode)parent.Schema).FindChild(parent.Schema.Module, name)!;
}
