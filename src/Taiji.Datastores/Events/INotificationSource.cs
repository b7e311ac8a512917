namespace Taiji.Datastores.Events;

/// <summary>Where notifications are handed in.</summary>
public interface INotificationPublisher
{
    /// <summary>Publishes to a stream; never blocks. It is logged before anybody hears of it.</summary>
    /// <param name="record">The notification; its content is checked against the schema.</param>
    /// <param name="stream">The stream; <c>NETCONF</c> has all. One that wasn't declared is there from then on.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">The content isn't what the notification's definition allows; nobody received it.</exception>
    void Publish(NotificationRecord record, string stream = "NETCONF");
}

/// <summary>Something that emits notifications while the server runs.</summary>
public interface INotificationSource
{
    /// <summary>Runs until cancelled.</summary>
    /// <param name="publisher">Where to hand them in.</param>
    /// <param name="cancellationToken">The server stops.</param>
    Task RunAsync(INotificationPublisher publisher, CancellationToken cancellationToken);
}
