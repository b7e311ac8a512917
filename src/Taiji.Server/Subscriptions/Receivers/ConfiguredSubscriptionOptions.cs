namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>How receivers of configured subscriptions are treated.</summary>
public sealed class ConfiguredSubscriptionOptions
{
    /// <summary>How long a receiver may take to answer.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it is until a receiver that couldn't be reached is tried again: twice as long each time.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that it is.</summary>
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a notification is tried until the receiver counts as lost; the next thing that it then gets is <c>subscription-started</c>.</summary>
    public int Attempts { get; set; } = 5;

    /// <summary>How long it is until an attempt.</summary>
    /// <param name="failures">How many there were, one or more.</param>
    internal TimeSpan DelayAfter(int failures) =>
        TimeSpan.FromTicks((long)Math.Min(LongestRetryDelay.Ticks, RetryDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, 30))));
}
