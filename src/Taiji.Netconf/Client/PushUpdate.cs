using System.Globalization;
using System.Xml.Linq;

namespace Taiji.Netconf.Client;

/// <summary>One edit of a <c>push-change-update</c> (RFC 8072 §2.3).</summary>
/// <param name="EditId">Its name in the update.</param>
/// <param name="Operation">create, delete, insert, merge, move, replace or remove.</param>
/// <param name="Target">The changed node: the update's target and the edit's, as a RESTCONF path (RFC 8040 §3.5.3).</param>
/// <param name="Value">The node as it is now; null when it is gone or only moved.</param>
/// <param name="Point">Where it was inserted or moved to, when before or after another entry; null otherwise.</param>
/// <param name="Where">before, after, first or last; null when the order isn't the user's.</param>
public sealed record DatastoreChange(string EditId, string Operation, string Target, XElement? Value, string? Point, string? Where);

/// <summary>A YANG push update (RFC 8641 §3.7): the content of a datastore, or what has changed in it.</summary>
/// <param name="SubscriptionId">The subscription it is of.</param>
/// <param name="Contents">For <c>push-update</c>: the selected nodes; null for a <c>push-change-update</c>.</param>
/// <param name="Changes">For <c>push-change-update</c>: the edits in order; empty for a <c>push-update</c>.</param>
/// <param name="IsIncomplete">Whether the server says that something is missing.</param>
public sealed record PushUpdate(uint SubscriptionId, IReadOnlyList<XElement>? Contents, IReadOnlyList<DatastoreChange> Changes, bool IsIncomplete)
{
    private static readonly XNamespace Push = NetconfNamespaces.YangPush;
    private static readonly XNamespace Patch = NetconfNamespaces.YangPatch;

    /// <summary>Reads the update that a notification carries.</summary>
    /// <param name="notification">Any notification.</param>
    /// <returns>The update; null when the notification is another one.</returns>
    /// <exception cref="NetconfException">It is an update, but not as RFC 8641 says.</exception>
    public static PushUpdate? From(Notification notification)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var content = notification.Content;
        var isChange = content.Name == Push + "push-change-update";
        if (!isChange && content.Name != Push + "push-update") return null;
        if (!uint.TryParse(content.Element(Push + "id")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw new NetconfException($"A {content.Name.LocalName} came without the subscription's id (RFC 8641 §3.7).");
        var isIncomplete = content.Element(Push + "incomplete-update") is not null;
        return isChange
            ? new PushUpdate(id, null, [.. Edits(content)], isIncomplete)
            : new PushUpdate(id, [.. content.Elements(Push + "datastore-contents").Elements()], [], isIncomplete);
    }

    private static IEnumerable<DatastoreChange> Edits(XElement content) =>
        from patch in content.Elements(Push + "datastore-changes").SelectMany(c => Named(c, "yang-patch"))
        from edit in Named(patch, "edit")
        select new DatastoreChange(
            Text(edit, "edit-id") ?? "",
            Text(edit, "operation") ?? throw new NetconfException("An edit of a push-change-update has no operation (RFC 8072 §2.3)."),
            Text(edit, "target") ?? "",
            Named(edit, "value").Elements().FirstOrDefault(),
            Text(edit, "point"),
            Text(edit, "where"));

    // The patch's own nodes are of ietf-yang-push where they are defined by uses, though some servers write them in ietf-yang-patch.
    private static IEnumerable<XElement> Named(XElement parent, string name) => parent.Elements(Push + name).Concat(parent.Elements(Patch + name));

    private static string? Text(XElement parent, string name) => Named(parent, name).FirstOrDefault()?.Value;
}
