using System.Collections.Concurrent;
using System.Security.Cryptography;
using Taiji.Datastores.AccessControl.Logins;

namespace Taiji.Server.JsonRpcApi.WebSessions;

/// <summary>The challenges that wait for their responses: each once, and not for long.</summary>
/// <param name="time">The clock.</param>
internal sealed class ChallengeTable(TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, PendingChallenge> _byId = new(StringComparer.Ordinal);

    /// <summary>Keeps one.</summary>
    /// <param name="facts">What is known of the client so far.</param>
    /// <returns>Its id.</returns>
    public string Add(TransportFacts facts)
    {
        foreach (var (old, pending) in _byId)
        {
            if (IsOver(pending) || _byId.Count >= Most) _byId.TryRemove(old, out _);
        }

        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _byId[id] = new PendingChallenge(facts, time.GetTimestamp());
        return id;
    }

    /// <summary>Takes one out; null when there is none any more.</summary>
    /// <param name="id">Its id.</param>
    public TransportFacts? Take(string id) => _byId.TryRemove(id, out var pending) && !IsOver(pending) ? pending.Facts : null;

    private bool IsOver(PendingChallenge pending) => time.GetElapsedTime(pending.Since) > Life;
}

/// <summary>A challenge that waits.</summary>
/// <param name="Facts">What is known of the client so far.</param>
/// <param name="Since">When it was asked, as a timestamp.</param>
internal sealed record PendingChallenge(TransportFacts Facts, long Since);
