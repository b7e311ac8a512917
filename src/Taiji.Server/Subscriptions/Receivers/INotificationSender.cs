namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>A transport's way to one receiver of configured subscriptions (RFC 8639 §2.5.7).</summary>
internal interface INotificationSender : IDisposable
{
    /// <summary>Asks the receiver which encodings it takes.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Identities of ietf-subscribed-notifications; empty when it doesn't say.</returns>
    /// <exception cref="IOException">It can't be reached; a <see cref="ReceiverRefusedException"/> when it doesn't want to be.</exception>
    Task<IReadOnlyList<string>> DiscoverAsync(CancellationToken cancellationToken);

    /// <summary>Sends a notification; returns when the receiver has taken it.</summary>
    /// <param name="document">The notification.</param>
    /// <param name="encoding">Its encoding, as an identity of ietf-subscribed-notifications.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">It can't be reached; a <see cref="ReceiverRefusedException"/> when it doesn't want to be.</exception>
    Task SendAsync(ReadOnlyMemory<byte> document, string encoding, CancellationToken cancellationToken);
}

/// <summary>The receiver is there and says no: trying again doesn't help.</summary>
/// <param name="message">What it says.</param>
internal sealed class ReceiverRefusedException(string message) : IOException(message);
