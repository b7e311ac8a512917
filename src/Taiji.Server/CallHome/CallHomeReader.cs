using System.Globalization;
using Taiji.Server.ListenPoints;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.CallHome;

/// <summary>Reads a client that is to be called home as it is configured: the nodes are the same for each protocol.</summary>
internal static class CallHomeReader
{
    /// <summary>Reads one.</summary>
    /// <param name="entry">The list entry.</param>
    /// <param name="transport">What carries its sessions.</param>
    /// <param name="port">The port where none is configured (RFC 8071 §7).</param>
    public static CallHomeClient Read(DataNode entry, TransportKind transport, int port)
    {
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
            Endpoints = [.. Entries(entry, "endpoint").Select(e => new CallHomeEndpoint(e.ChildText("name")!, e.ChildText("address")!, Number(e, "port") ?? port))],
        };
    }

    private static CallHomePeriod ReadPeriod(DataNode periodic) => new(
        TimeSpan.FromMinutes(Number(periodic, "period") ?? 60),
        periodic.ChildText("anchor-time") is { } anchor ? DateTimeOffset.Parse(anchor, CultureInfo.InvariantCulture) : null,
        (Number(periodic, "idle-timeout") ?? 180) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static int? Number(DataNode? node, string leaf) => node?.ChildText(leaf) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static List<DataNode> Entries(DataNode parent, string list)
    {
        var entries = new List<DataNode>();
        foreach (var entry in parent.Entries(Child(parent, list))) entries.Add(entry);
        return entries;
    }

    private static DataNode? Find(DataNode parent, string container) => parent.TryGetChild(Child(parent, container), out var node) ? node : null;

    private static SchemaNode Child(DataNode parent, string name) => ((InnerNode)parent.Schema).FindChild(parent.Schema.Module, name)!;
}
