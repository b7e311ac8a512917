using System.Buffers.Binary;
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
    private const int LongestOnStack = 512;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<(UInt128, UInt128), DateTimeOffset> _verified = new();

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

    // Asked with every request: nothing is allocated for passwords of the usual length.
    private (UInt128, UInt128) Digest(string password, string hash)
    {
        var most = Encoding.UTF8.GetMaxByteCount(hash.Length + password.Length) + 1;
        var text = most <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[most];
        var length = Encoding.UTF8.GetBytes(hash, text);
        text[length++] = 0;
        length += Encoding.UTF8.GetBytes(password, text[length..]);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text[..length], digest);
        CryptographicOperations.ZeroMemory(text);
        return (BinaryPrimitives.ReadUInt128LittleEndian(digest), BinaryPrimitives.ReadUInt128LittleEndian(digest[16..]));
    }
}
