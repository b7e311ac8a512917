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

    private readonly ConcurrentDictionary<(bool IsUser, string Name), (int Failures, DateTimeOffset Last)> _failures = new();

    /// <summary>Waits as long as earlier failures demand.</summary>
    /// <returns>Whether they do.</returns>
    public async ValueTask<bool> WaitAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        var failures = Math.Max(FailuresOf((true, attempt.User)), FailuresOf(SourceKey(attempt.Source?.Address)));
        if (failures < FreeFailures) return false;
        var delay = FirstDelay * Math.Pow(2, Math.Min(failures - FreeFailures, 10));
        await Task.Delay(delay < MaxDelay ? delay : MaxDelay, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Counts a failure.</summary>
    public void Failed(LoginAttempt attempt)
    {
        if (_failures.Count > MaxTracked) DropOld();
        Count((true, attempt.User));
        Count(SourceKey(attempt.Source?.Address));
    }

    /// <summary>Forgets the user's failures; the source's stay, lest one good account covers guesses at others.</summary>
    /// <param name="user">Whose.</param>
    public void Succeeded(string user) => _failures.TryRemove((true, user), out _);

    private static (bool IsUser, string Name) SourceKey(IPAddress? address) => (false, $"{address}");

    private int FailuresOf((bool IsUser, string Name) key) =>
        _failures.TryGetValue(key, out var entry) && time.GetUtcNow() - entry.Last < Forget ? entry.Failures : 0;

    private void Count((bool IsUser, string Name) key) => _failures.AddOrUpdate(
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
