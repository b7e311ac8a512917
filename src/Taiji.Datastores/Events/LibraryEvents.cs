using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>
/// Tells that the YANG library is another than the one told of last, even before a restart (RFC 8525 §3, RFC 7895 §2.2): whoever asks for what happened meanwhile hears of it.
/// </summary>
internal static class LibraryEvents
{
    private const string Fact = "yang-library-content-id";

    /// <summary>Compares, tells, and remembers.</summary>
    /// <param name="hub">Where to publish.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="contentId">The content-id of the library now.</param>
    public static void Tell(NotificationHub hub, YangSchema schema, string contentId)
    {
        var before = hub.Log.Fact(Fact);
        if (before == contentId) return;
        hub.Log.SetFact(Fact, contentId);
        if (before is null || schema.FindModule("ietf-yang-library") is not { IsImplemented: true } module) return;
        var now = hub.Now;
        Post("yang-library-update", "content-id");
        Post("yang-library-change", "module-set-id");

        void Post(string name, string leaf)
        {
            if (schema.Root.FindChild(module, name) is NotificationNode notification)
                hub.Post(() => new NotificationRecord(now, new ContentBuilder(schema, notification).Leaf(leaf, contentId).Build()));
        }
    }
}
