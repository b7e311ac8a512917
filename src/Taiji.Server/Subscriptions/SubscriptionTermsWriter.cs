using System.Globalization;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Server.Subscriptions;

/// <summary>Writes terms as data, where a module has them: in <c>/subscriptions</c> and in subscription-modified.</summary>
internal static class SubscriptionTermsWriter
{
    private const string Push = "ietf-yang-push:";

    /// <summary>Writes them.</summary>
    /// <param name="content">Where.</param>
    /// <param name="path">The node that has them.</param>
    /// <param name="terms">The terms.</param>
    public static void Write(DataTreeEditor content, DataPath path, SubscriptionTerms terms)
    {
        if (terms.Stream is { } stream) content.SetText(path.Child("stream"), stream);
        if (terms.Datastore is { } datastore) content.SetText(path.Child(Push + "datastore"), DatastoreNames.IdentityOf(datastore));
        // One of the two: they are cases of a choice.
        if (terms.FilterName is { } name) content.SetText(path.Child($"{terms.Target.Module}:{terms.Target.FilterReference}"), name);
        else if (terms.Specification is { } filter) content.SetValue(path.Child($"{terms.Target.Module}:{filter.Leaf}"), filter.Stored);
        if (terms.ReplayStart is { } replay) content.SetText(path.Child("replay-start-time"), Text(replay));
        if (terms.StopTime is { } stop) content.SetText(path.Child("stop-time"), Text(stop));
        if (terms.Transport is { } transport) content.SetText(path.Child("transport"), transport);
        if (terms.Purpose is { } purpose) content.SetText(path.Child("purpose"), purpose);
        content.SetText(path.Child("encoding"), "ietf-subscribed-notifications:" + terms.Encoding);
        if (terms.Period is { } period)
        {
            var periodic = path.Child(Push + "periodic");
            content.SetText(periodic.Child("period"), Centiseconds(period));
            if (terms.Anchor is { } anchor) content.SetText(periodic.Child("anchor-time"), Text(anchor));
        }

        if (!terms.IsOnChange) return;
        var onChange = path.Child(Push + "on-change");
        content.Create(onChange);
        content.SetText(onChange.Child("dampening-period"), Centiseconds(terms.Dampening));
        content.SetText(onChange.Child("sync-on-start"), terms.SyncOnStart ? "true" : "false");
        foreach (var change in terms.Excluded) content.Create(onChange.Entry("excluded-change", change));
    }

    /// <summary>A date and time (RFC 6991 §3).</summary>
    /// <param name="time">It.</param>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Centiseconds(TimeSpan time) => ((long)(time.TotalMilliseconds / 10)).ToString(CultureInfo.InvariantCulture);
}
