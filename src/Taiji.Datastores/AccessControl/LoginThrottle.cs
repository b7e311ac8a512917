using System.Collections.Concurrent;
using System.Net;

namespace Taiji.Datastores.AccessControl;

/// <summary>Slows down repeated failures per user and per source address: the first few are free, then each doubles the wait up to a limit; success or time forgets.</summary>
internal sealed class LoginThrottle(TimeProvider time)
{
    private const int FreeFailures = 3;
    private const int MaxTracked = 10_000;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Forget = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Failing, (int Failures, DateTimeOffset Last)> _failures = new();

    /// <summary>How long earlier failures demand that an attempt waits.</summary>
    /// <param name="user">Who.</param>
    /// <param name="source">From where; null when that isn't known.</param>
    public TimeSpan DelayOf(string user, IPAddress? source)
    {
        var failures = Math.Max(FailuresOf(new Failing(user, null)), FailuresOf(new Failing(null, source)));
        if (failures < FreeFailures) return TimeSpan.Zero;
        var delay = FirstDelay * Math.Pow(2, Math.Min(failures - FreeFailures, 10));
        return delay < MaxDelay ? delay : MaxDelay;
    }

    /// <summary>Counts a failure.</summary>
    /// <param name="user">Who.</param>
    /// <param name="source">From where; null when that isn't known.</param>
    public void Failed(string user, IPAddress? source)
    {
        if (_failures.Count > MaxTracked) DropOld();
        Count(new Failing(user, null));
        Count(new Failing(null, source));
    }

    /// <summary>Forgets the user's failures; the source's stay, lest one good account covers guesses at others.</summary>
    /// <param name="user">Whose.</param>
    public void Succeeded(string user) => _failures.TryRemove(new Failing(user, null), out _);

    private int FailuresOf(Failing key) =>
        _failures.TryGetValue(key, out var entry) && time.GetUtcNow() - entry.Last < Forget ? entry.Failures : 0;

    private void Count(Failing key) => _failures.AddOrUpdate(
        key, _ => (1, time.GetUtcNow()), (_, old) => (time.GetUtcNow() - old.Last < Forget ? old.Failures + 1 : 1, time.GetUtcNow()));

    private void DropOld()
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in _failures)
        {
            if (now - entry.Last >= Forget || _failures.Count > MaxTracked) _failures.TryRemove(key, out _);
        }
    }

    // A user, or a source.
    private readonly record struct Failing(string? User, IPAddress? Source);
}
