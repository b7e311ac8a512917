using System.Globalization;
using System.Net;
using Taiji.Server.CallHome;
using Taiji.Server.ListenPoints;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer.Configured;

/// <summary>A port to listen on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Transport">What carries sessions.</param>
/// <param name="EndPoint">The address and port.</param>
/// <param name="NetworkNamespace">Where.</param>
internal sealed record ListenEndpoint(string Name, TransportKind Transport, IPEndPoint EndPoint, string NetworkNamespace) : IConfiguredPort;

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
            [.. Entries(server, "call-home", "netconf-client").Where(IsEnabled).Select(e => CallHomeReader.Read(e, ReadTransport(e), ReadTransport(e) == TransportKind.Ssh ? 4334 : 4335))]);
    }

    private static bool IsEnabled(DataNode entry) => entry.ChildText("enabled") != "false";

    private static ListenEndpoint ReadListen(DataNode entry) => new(
        entry.ChildText("name")!,
        ReadTransport(entry),
        new IPEndPoint(IPAddress.Parse(entry.ChildText("address")!), Number(entry, "port")!.Value),
        entry.ChildText("network-namespace") ?? ListenPoints.NetworkNamespace.Default);

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
