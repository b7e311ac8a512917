using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events;

/// <summary>
/// Tells, at the start of a server whose modules are others than when it last ran, that the YANG library has changed (RFC 8525 §3, RFC 7895 §2.2): whoever asks for what happened
/// meanwhile hears of it.
/// </summary>
internal static class LibraryEvents
{
    private const string Fact = "yang-library-content-id";

    /// <summary>Compares, tells, and remembers.</summary>
    /// <param name="hub">Where to publish.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="time">The clock.</param>
    public static void Tell(NotificationHub hub, YangSchema schema, TimeProvider time)
    {
        var before = hub.Log.Fact(Fact);
        if (before == schema.ContentId) return;
        hub.Log.SetFact(Fact, schema.ContentId);
        if (before is null || schema.FindModule("ietf-yang-library") is not { IsImplemented: true } module) return;
        var now = time.GetUtcNow();
        Post("yang-library-update", "content-id");
        Post("yang-library-change", "module-set-id");

        void Post(string name, string leaf)
        {
            if (schema.Root.FindChild(module, name) is NotificationNode notification)
                hub.Post(() => new NotificationRecord(now, new ContentBuilder(schema, notification).Leaf(leaf, schema.ContentId).Build()));
        }
    }
}
