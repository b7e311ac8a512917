using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>
/// Tells that the server's NETCONF capabilities are others than before (RFC 6470 §2.2 <c>netconf-capability-change</c>): than when it last ran, as a rule, for most of them follow from
/// the modules and datastores it was started with.
/// </summary>
internal static class CapabilityEvents
{
    private const string Fact = "netconf-capabilities";

    /// <summary>Compares, tells, and remembers.</summary>
    /// <param name="hub">Where to publish.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="capabilities">All that there are now.</param>
    public static void Tell(NotificationHub hub, YangSchema schema, IReadOnlyCollection<string> capabilities)
    {
        var now = string.Join('\n', capabilities.Order(StringComparer.Ordinal));
        var before = hub.Log.Fact(Fact);
        if (before == now) return;
        hub.Log.SetFact(Fact, now);
        if (before is null || !hub.IsListening || schema.FindModule("ietf-netconf-notifications") is not { IsImplemented: true } module
            || schema.Root.FindChild(module, "netconf-capability-change") is not NotificationNode notification) return;
        var (added, deleted, modified) = Compare(before.Split('\n'), capabilities);
        var time = hub.Now;
        hub.Post(() =>
        {
            var content = new ContentBuilder(schema, notification).Open("changed-by").Leaf("server", "").Close();
            foreach (var uri in added) content.Entry("added-capability", uri);
            foreach (var uri in deleted) content.Entry("deleted-capability", uri);
            foreach (var uri in modified) content.Entry("modified-capability", uri);
            return new NotificationRecord(time, content.Build());
        });
    }

    // What comes after the question mark are parameters: with others it is still the same capability.
    private static (IEnumerable<string> Added, IEnumerable<string> Deleted, IEnumerable<string> Modified) Compare(IReadOnlyCollection<string> before, IReadOnlyCollection<string> after)
    {
        var gone = before.Except(after).ToList();
        var come = after.Except(before).ToList();
        var (goneNames, comeNames) = (gone.Select(NameOf).ToHashSet(), come.Select(NameOf).ToHashSet());
        return (come.Where(c => !goneNames.Contains(NameOf(c))), gone.Where(g => !comeNames.Contains(NameOf(g))), come.Where(c => goneNames.Contains(NameOf(c))));
    }

    private static string NameOf(string capability) => capability.IndexOf('?', StringComparison.Ordinal) is >= 0 and var end ? capability[..end] : capability;
}
