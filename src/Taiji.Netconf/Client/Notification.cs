using System.Globalization;
using System.Xml.Linq;

namespace Taiji.Netconf.Client;

/// <summary>A notification as it came (RFC 5277 §2.2.1).</summary>
/// <param name="EventTime">When it happened.</param>
/// <param name="Content">The notification's own element.</param>
public sealed record Notification(DateTimeOffset EventTime, XElement Content)
{
    /// <summary>The subscription's number, for notifications that carry it: those about a subscription (RFC 8639 §2.7) and YANG push updates (RFC 8641 §3.7); null otherwise.</summary>
    public uint? SubscriptionId { get; } = FindSubscription(Content);

    /// <summary>Whether nothing more comes of the subscription.</summary>
    internal bool EndsSubscription => Content.Name.LocalName is "subscription-terminated" or "subscription-completed";

    /// <summary>Reads the <c>notification</c> element.</summary>
    /// <param name="element">The message's root.</param>
    /// <exception cref="NetconfException">It is not as RFC 5277 §4 says.</exception>
    internal static Notification Read(XElement element)
    {
        var time = element.Element(XName.Get("eventTime", NetconfNamespaces.Notification));
        var content = element.Elements().FirstOrDefault(e => e != time);
        if (time is null || content is null) throw new NetconfException("A notification came without its eventTime or content (RFC 5277 §4).");
        return DateTimeOffset.TryParse(time.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new Notification(at, content)
            : throw new NetconfException($"A notification's eventTime is \"{time.Value}\", not a date and time.");
    }

    private static uint? FindSubscription(XElement content)
    {
        if (content.Name.NamespaceName is not (NetconfNamespaces.SubscribedNotifications or NetconfNamespaces.YangPush)) return null;
        return uint.TryParse(content.Element(content.Name.Namespace + "id")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }
}
