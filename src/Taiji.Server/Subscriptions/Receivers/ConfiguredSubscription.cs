namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>A configured subscription with its states (RFC 8639 §2.5.1). Whoever has it calls its methods one after the other; they don't wait for receivers.</summary>
/// <param name="desk">What its receivers are served with.</param>
internal sealed class ConfiguredSubscription(PublishingDesk desk)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private volatile SubscriptionSettings? _settings;
    private volatile IReadOnlyList<ConfiguredReceiver> _receivers = [];

    /// <summary>As it is configured.</summary>
    public SubscriptionSettings Settings => _settings!;

    /// <summary>Its receivers; none while it is invalid, or once it has concluded before they were connected.</summary>
    public IReadOnlyList<ConfiguredReceiver> Receivers => _receivers;

    /// <summary><c>valid</c>, <c>invalid</c> or <c>concluded</c>.</summary>
    public string State => Settings.Terms is not { } terms ? "invalid" : terms.StopTime <= desk.Time.GetUtcNow() ? "concluded" : "valid";

    /// <summary>It is configured so now: evaluates it, and tells its receivers what that means for them (RFC 8639 §2.5.1 to §2.5.3).</summary>
    /// <param name="settings">What is configured.</param>
    public void Apply(SubscriptionSettings settings)
    {
        var wasConcluded = _settings is not null && State == "concluded";
        _settings = settings;
        if (settings.Flaw is { } flaw)
        {
            ReceiverLog.Invalid(desk.Logger, settings.Id, flaw.Message);
            End(_receivers, flaw.Reason);
            _receivers = [];
            return;
        }

        var left = _receivers.ToList();
        if (wasConcluded)
        {
            // They have been told of its end, and begin anew.
            End(left, "no-such-subscription");
            left = [];
        }

        var now = new List<ConfiguredReceiver>();
        foreach (var receiver in settings.Receivers) now.Add(Keep(left, receiver, settings) ?? Connect(receiver, settings));
        End(left, "no-such-subscription");
        _receivers = now;
    }

    /// <summary>It isn't configured any more (RFC 8639 §2.5.4).</summary>
    public void End()
    {
        End(_receivers, "no-such-subscription");
        _receivers = [];
    }

    /// <summary>The server stops.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_receivers.Select(r => r.StopAsync())).ConfigureAwait(false);
        foreach (var receiver in _receivers) receiver.Dispose();
    }

    private static ConfiguredReceiver? Keep(List<ConfiguredReceiver> left, ReceiverSettings receiver, SubscriptionSettings settings)
    {
        if (left.Find(r => r.Settings == receiver) is not { } found) return null;
        left.Remove(found);
        found.Modify(settings);
        return found;
    }

    private ConfiguredReceiver Connect(ReceiverSettings receiver, SubscriptionSettings settings)
    {
        var made = new ConfiguredReceiver(receiver, settings, desk);
        made.Start();
        return made;
    }

    private static void End(IEnumerable<ConfiguredReceiver> receivers, string reason)
    {
        foreach (var receiver in receivers) _ = EndAsync(receiver, reason);
    }

    private static async Task EndAsync(ConfiguredReceiver receiver, string reason)
    {
        var ending = receiver.EndAsync(reason);
        // One that doesn't take even that is left.
        if (await Task.WhenAny(ending, Task.Delay(Farewell)).ConfigureAwait(false) != ending) await receiver.StopAsync().ConfigureAwait(false);
        await ending.ConfigureAwait(false);
        receiver.Dispose();
    }
}
