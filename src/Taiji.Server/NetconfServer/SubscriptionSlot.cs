namespace Taiji.Server.NetconfServer;

/// <summary>A session's one subscription (RFC 5277 §2.1: there is at most one at a time).</summary>
internal sealed class SubscriptionSlot
{
    /// <summary>Completes, never with an exception, when no subscription is active any more.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Whether one is active.</summary>
    public bool IsActive => !Completion.IsCompleted;

    /// <summary>Starts one.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="begin">Completes when its notifications may be sent.</param>
    public void Start(NotificationSubscription subscription, Task begin) => Completion = subscription.RunAsync(begin);
}
