using Taiji.Datastores.Sessions;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>A receiver that is being served: from subscription-started on, until it is lost.</summary>
internal sealed class ReceiverConnection : ISubscriptionReceiver, IDisposable
{
    private readonly INotificationSender _sender;
    private readonly PublishingDesk _desk;
    private readonly CancellationTokenSource _ended;

    /// <summary>Makes it.</summary>
    /// <param name="session">On whose behalf; closed with it.</param>
    /// <param name="name">The receiver's name.</param>
    /// <param name="sender">The way there; it stays open.</param>
    /// <param name="encoding">The encoding of its notifications.</param>
    /// <param name="desk">What it is served with.</param>
    /// <param name="abort">Ends it, whatever is being sent.</param>
    public ReceiverConnection(Session session, string name, INotificationSender sender, string encoding, PublishingDesk desk, CancellationToken abort)
    {
        (Session, Name, _sender, Encoding, _desk) = (session, name, sender, encoding, desk);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(session.Closed, abort);
        Ended = _ended.Token;
    }

    /// <inheritdoc/>
    public Session Session { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public CancellationToken Ended { get; }

    /// <inheritdoc/>
    public string Encoding { get; }

    /// <inheritdoc/>
    public bool IsToldOfModification => true;

    /// <inheritdoc/>
    public bool IsToldOfCompletion => true;

    /// <summary>What it was lost by; null while it isn't.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>The time of the last event record that the receiver has taken.</summary>
    public DateTimeOffset? LastRecord { get; private set; }

    /// <inheritdoc/>
    public bool Supports(string encoding) => encoding == Encoding;

    /// <inheritdoc/>
    public bool IsOf(Session session) => false;

    /// <inheritdoc/>
    public async ValueTask SendAsync(SubscriptionMessage message, bool hasMore, CancellationToken cancellationToken)
    {
        var document = Encoding == "encode-json" ? NotificationJson.Of(message) : await SubscriptionXml.ToDocumentAsync(message, cancellationToken).ConfigureAwait(false);
        for (var failures = 0; ;)
        {
            try
            {
                await _sender.SendAsync(document, Encoding, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (IOException e) when (e is ReceiverRefusedException || ++failures >= _desk.Options.Attempts)
            {
                Failure = e;
                throw;
            }
            catch (IOException)
            {
                // What happens meanwhile waits where the subscription takes it from; when that is too much the subscription is suspended.
                await Task.Delay(_desk.Options.DelayAfter(failures), _desk.Time, cancellationToken).ConfigureAwait(false);
            }
        }

        Session.Counters.CountOutNotification();
        if (message is EventMessage && !(message.Time < LastRecord)) LastRecord = message.Time;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Dispose();
        Session.Dispose();
    }
}
