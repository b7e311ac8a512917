using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Taiji.Datastores.AccessControl;

/// <summary>
/// Remembers for a while that a password matched a hash, as a keyed digest of both: HTTP Basic sends the password with every request, and crypt is slow on purpose.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="verify">Whether a password matches a hash: slow.</param>
internal sealed class VerifiedPasswords(TimeProvider time, Func<string, string, bool> verify)
{
    private const int MaxEntries = 1_024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _verified = new(StringComparer.Ordinal);

    /// <summary>Whether the password was found to match the hash a short while ago.</summary>
    public bool IsKnown(string password, string hash) => _verified.TryGetValue(Digest(password, hash), out var until) && time.GetUtcNow() < until;

    /// <summary>Looks whether it matches, and remembers that.</summary>
    public bool Verify(string password, string hash)
    {
        if (!verify(password, hash)) return false;
        if (_verified.Count >= MaxEntries) _verified.Clear();
        _verified[Digest(password, hash)] = time.GetUtcNow() + Lifetime;
        return true;
    }

    private string Digest(string password, string hash) =>
        Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(hash + "\0" + password)));
}
