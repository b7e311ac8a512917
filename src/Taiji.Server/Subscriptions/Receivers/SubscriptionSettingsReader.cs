using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>Reads the list of <c>/subscriptions</c> from a configuration. What YANG doesn't exclude and yet can't be makes a subscription invalid, not the configuration (RFC 8639 §2.5.1).</summary>
/// <param name="terms">Reads what a subscription is to.</param>
internal sealed class SubscriptionSettingsReader(SubscriptionTermsReader terms)
{
    private const string Notifications = "ietf-subscribed-notifications";
    private const string Receivers = "ietf-subscribed-notif-receivers";
    private const string Https = "taiji-https-receiver";

    /// <summary>Whether any may be configured.</summary>
    /// <param name="running">The configuration.</param>
    public static bool HasAny(DataTree running) => Child(running.Root, Notifications, "subscriptions") is not null;

    /// <summary>Reads all.</summary>
    /// <param name="running">The configuration.</param>
    public IReadOnlyList<SubscriptionSettings> Read(DataTree running)
    {
        var read = new List<SubscriptionSettings>();
        if (Child(running.Root, Notifications, "subscriptions") is not { } subscriptions) return read;
        var instances = Instances(subscriptions);
        foreach (var entry in subscriptions.Entries(Node(subscriptions, Notifications, "subscription")!)) read.Add(ReadEntry(entry, instances));
        return read;
    }

    private SubscriptionSettings ReadEntry(DataNode entry, Dictionary<string, DataNode> instances)
    {
        var id = uint.Parse(entry.ChildText("id")!, CultureInfo.InvariantCulture);
        try
        {
            if (id > int.MaxValue) throw SubscriptionErrors.Invalid($"The ids of configured subscriptions end at {int.MaxValue}: those above are for dynamic ones.");
            return new SubscriptionSettings(id, terms.ReadConfigured(entry), ReadReceivers(entry, instances))
            {
                Encoding = EncodingOf(entry), Replays = Child(entry, Notifications, "configured-replay") is not null,
            };
        }
        catch (RpcErrorException e)
        {
            var error = e.Errors[0];
            var reason = error.AppTag?.EndsWith(":filter-unsupported", StringComparison.Ordinal) == true ? "filter-unavailable" : "stream-unavailable";
            return new SubscriptionSettings(id, null, []) { Flaw = new SubscriptionFlaw(error.Message ?? error.Tag, reason) };
        }
    }

    private static string? EncodingOf(DataNode entry)
    {
        if (Child(entry, Notifications, "encoding")?.ValueText is not { } encoding) return null;
        return encoding is Notifications + ":encode-xml" or Notifications + ":encode-json" ? encoding[(Notifications.Length + 1)..] : throw SubscriptionErrors.EncodingUnsupported(encoding);
    }

    private static List<ReceiverSettings> ReadReceivers(DataNode entry, Dictionary<string, DataNode> instances)
    {
        if (Child(entry, Notifications, "transport")?.ValueText is { } transport and not Https + ":https") throw SubscriptionErrors.Invalid($"'{transport}' is no transport here: https of {Https} is.");
        var source = Child(entry, Notifications, "source-address")?.ValueText is { } address ? IPAddress.Parse(address) : null;
        var receivers = new List<ReceiverSettings>();
        if (Child(entry, Notifications, "receivers") is not { } list) return receivers;
        foreach (var receiver in list.Entries(Node(list, Notifications, "receiver")!))
        {
            var name = receiver.ChildText("name")!;
            if (Child(receiver, Receivers, "receiver-instance-ref")?.ValueText is not { } reference) throw SubscriptionErrors.Invalid($"The receiver '{name}' has no receiver-instance-ref, which says where it is.");
            if (!instances.TryGetValue(reference, out var https)) throw SubscriptionErrors.Invalid($"The receiver-instance '{reference}' has no transport that is known here.");
            receivers.Add(new ReceiverSettings(name, ReadHttps(https) with { Source = source }));
        }

        return receivers;
    }

    private static HttpsReceiver ReadHttps(DataNode https)
    {
        var anchors = new List<string>();
        foreach (var child in https.Children)
        {
            if (child.Schema.Name == "trust-anchor") anchors.Add(Checked(child.ValueText));
        }

        return new HttpsReceiver(UrlOf(https).TrimEnd('/'), https.ChildText("user")!) { TrustAnchors = string.Join(' ', anchors), Authorization = AuthorizationOf(https) };
    }

    // What the type's pattern lets through, and is none all the same: a port of 99999.
    private static string UrlOf(DataNode https)
    {
        var url = https.ChildText("url")!;
        return Uri.TryCreate(url, UriKind.Absolute, out _) ? url : throw SubscriptionErrors.Invalid($"The url '{url}' of a receiver is none.");
    }

    private static string? AuthorizationOf(DataNode https)
    {
        if (https.ChildText("bearer-token") is { } token) return "Bearer " + token;
        return Child(https, Https, "basic") is { } basic
            ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.ChildText("name")}:{basic.ChildText("password")}")) : null;
    }

    private static string Checked(string anchor)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(anchor));
            return anchor;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw SubscriptionErrors.Invalid($"A trust-anchor is no X.509 certificate (DER): {e.Message}");
        }
    }

    /// <summary>What the https container of each receiver-instance has.</summary>
    private static Dictionary<string, DataNode> Instances(DataNode subscriptions)
    {
        var instances = new Dictionary<string, DataNode>();
        if (Child(subscriptions, Receivers, "receiver-instances") is not { } container) return instances;
        foreach (var instance in container.Entries(Node(container, Receivers, "receiver-instance")!))
        {
            if (Child(instance, Https, "https") is { } https) instances[instance.ChildText("name")!] = https;
        }

        return instances;
    }

    private static DataNode? Child(DataNode parent, string module, string name) => Node(parent, module, name) is { } node && parent.TryGetChild(node, out var child) ? child : null;

    private static SchemaNode? Node(DataNode parent, string module, string name) =>
        parent.Tree.Schema.FindModule(module) is { } found && parent.Schema is InnerNode inner ? inner.FindChild(found, name) : null;
}
