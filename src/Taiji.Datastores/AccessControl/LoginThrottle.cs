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

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Last)> _failures = new(StringComparer.Ordinal);

    /// <summary>Waits as long as earlier failures demand.</summary>
    /// <returns>Whether they do.</returns>
    public async ValueTask<bool> WaitAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        var failures = Math.Max(FailuresOf("u:" + attempt.User), FailuresOf(SourceKey(attempt.Source?.Address)));
        if (failures < FreeFailures) return false;
        var delay = FirstDelay * Math.Pow(2, Math.Min(failures - FreeFailures, 10));
        await Task.Delay(delay < MaxDelay ? delay : MaxDelay, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Counts a failure.</summary>
    public void Failed(LoginAttempt attempt)
    {
        if (_failures.Count > MaxTracked) DropOld();
        Count("u:" + attempt.User);
        Count(SourceKey(attempt.Source?.Address));
    }

    /// <summary>Forgets the user's failures; the source's stay, lest one good account covers guesses at others.</summary>
    public void Succeeded(LoginAttempt attempt) => _failures.TryRemove("u:" + attempt.User, out _);

    private static string SourceKey(IPAddress? address) => "a:" + address;

    private int FailuresOf(string key) =>
        _failures.TryGetValue(key, out var entry) && time.GetUtcNow() - entry.Last < Forget ? entry.Failures : 0;

    private void Count(string key) => _failures.AddOrUpdate(
        key, _ => (1, time.GetUtcNow()), (_, old) => (time.GetUtcNow() - old.Last < Forget ? old.Failures + 1 : 1, time.GetUtcNow()));

    private void DropOld()
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in _failures)
        {
            if (now - entry.Last >= Forget || _failures.Count > MaxTracked) _failures.TryRemove(key, out _);
        }
    }
}
