namespace Taiji.Clients.Connecting;

/// <summary>How a <see cref="PersistentSession"/> tries to get its device back.</summary>
public sealed record ReconnectPolicy
{
    /// <summary>The time before the second attempt; it doubles with each.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between attempts.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The part of a time, 0 to 1, that chance may take off it, lest thousands of clients come back at once.</summary>
    public double Jitter { get; init; } = 0.25;

    /// <summary>How many attempts fail before it gives up; null for never.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Whether it goes on where the device refuses the login, or isn't the one that it should be: that is apt to lock accounts.</summary>
    public bool RetriesRefusals { get; init; }

    /// <summary>The time after a number of attempts in a row that failed.</summary>
    internal TimeSpan DelayAfter(int attempts, double chance)
    {
        var delay = Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 30)), LongestDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(delay * (1 - (Jitter * chance)));
    }
}
