using System.Globalization;
using System.IO.Pipelines;
using Taiji.Netconf;
using Taiji.Netconf.Messages;
using Taiji.Yang.Encodings;

namespace Taiji.Server.Subscriptions;

/// <summary>Messages of subscriptions in XML: what stands in <c>notification</c> after the event time (RFC 8640 §6, RFC 8650 §3.4).</summary>
internal static class SubscriptionXml
{
    /// <summary>A whole document: <c>notification</c> (RFC 5277 §4) with its event time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">The receiver has gone.</param>
    public static async ValueTask<byte[]> ToDocumentAsync(SubscriptionMessage message, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var output = PipeWriter.Create(text, new StreamPipeWriterOptions(leaveOpen: true));
        output.WriteRaw($"<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"><eventTime>{NotificationContent.TimeOf(message.Time)}</eventTime>");
        await WriteAsync(output, message, cancellationToken).ConfigureAwait(false);
        output.WriteRaw("</notification>");
        await output.CompleteAsync().ConfigureAwait(false);
        return text.ToArray();
    }

    /// <summary>Writes the notification's own element.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">The receiver has gone.</param>
    public static ValueTask WriteAsync(PipeWriter output, SubscriptionMessage message, CancellationToken cancellationToken) => message switch
    {
        EventMessage { Record: var record } => NotificationContent.WriteAsync(output, record.Target, record.Content, cancellationToken),
        StateChangeMessage { Content: { } content } => NotificationContent.WriteAsync(output, null, content, cancellationToken),
        StateChangeMessage state => WriteNumber(output, state),
        PushUpdateMessage update => WriteAsync(output, update, cancellationToken),
        PushChangeMessage change => WriteAsync(output, change, cancellationToken),
        _ => throw new ArgumentException($"{message.GetType()} is no message of a subscription.", nameof(message)),
    };

    private static ValueTask WriteNumber(PipeWriter output, StateChangeMessage state)
    {
        output.WriteRaw(string.Create(
            CultureInfo.InvariantCulture, $"<{state.Name} xmlns=\"{NetconfNamespaces.SubscribedNotifications}\"><id>{state.Id}</id></{state.Name}>"));
        return default;
    }

    private static async ValueTask WriteAsync(PipeWriter output, PushUpdateMessage update, CancellationToken cancellationToken)
    {
        Open(output, "push-update", update.Id);
        output.WriteRaw("<datastore-contents>");
        await XmlDataWriter.WriteAsync(output, update.Contents.Root, null, cancellationToken);
        output.WriteRaw("</datastore-contents></push-update>");
    }

    private static async ValueTask WriteAsync(PipeWriter output, PushChangeMessage change, CancellationToken cancellationToken)
    {
        Open(output, "push-change-update", change.Id);
        output.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<datastore-changes><yang-patch><patch-id>{change.PatchId}</patch-id>"));
        for (var i = 0; i < change.Edits.Count; i++) await WriteEditAsync(output, change.Edits[i], i + 1, cancellationToken);
        output.WriteRaw("</yang-patch></datastore-changes></push-change-update>");
    }

    private static async ValueTask WriteEditAsync(PipeWriter output, PushEdit edit, int number, CancellationToken cancellationToken)
    {
        output.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<edit><edit-id>edit-{number}</edit-id>"));
        output.WriteElement("operation", edit.Operation);
        output.WriteElement("target", edit.Target);
        if (edit.Point is { } point) output.WriteElement("point", point);
        if (edit.Where is { } where) output.WriteElement("where", where);
        if (edit.HasValue)
        {
            output.WriteRaw("<value>");
            await XmlDataWriter.WriteAsync(output, edit.Node, null, cancellationToken);
            output.WriteRaw("</value>");
        }

        output.WriteRaw("</edit>");
    }

    private static void Open(PipeWriter output, string name, uint id) =>
        output.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<{name} xmlns=\"{NetconfNamespaces.YangPush}\"><id>{id}</id>"));
}
