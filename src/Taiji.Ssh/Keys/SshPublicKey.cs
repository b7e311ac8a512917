using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Taiji.Ssh.Keys;

/// <summary>
/// A public key: its algorithm and the blob that RFC 4253 §6.6 defines. Two keys are equal when their blobs are.
/// </summary>
public sealed class SshPublicKey : IEquatable<SshPublicKey>
{
    private readonly byte[] _blob;

    private SshPublicKey(string algorithm, byte[] blob)
    {
        Algorithm = algorithm;
        _blob = blob;
    }

    /// <summary>The key's algorithm as the blob names it: <c>ssh-ed25519</c>, <c>ecdsa-sha2-nistp256</c>, <c>ssh-rsa</c> (for every RSA signature).</summary>
    public string Algorithm { get; }

    /// <summary>The blob of RFC 4253 §6.6, which starts with the algorithm's name.</summary>
    public ReadOnlyMemory<byte> Blob => _blob;

    /// <summary>The SHA-256 fingerprint as OpenSSH prints it: <c>SHA256:</c> and base64 without padding.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(_blob)).TrimEnd('=');

    /// <summary>Reads a blob; the algorithm is the one that it names.</summary>
    /// <exception cref="FormatException">The blob isn't a public key.</exception>
    public static SshPublicKey FromBlob(ReadOnlySpan<byte> blob) =>
        TryReadAlgorithm(blob, out string? algorithm)
            ? new SshPublicKey(algorithm, blob.ToArray())
            : throw new FormatException("The key's data isn't an SSH public key (RFC 4253 §6.6).");

    /// <summary>
    /// The key of an <c>authorized-key</c> entry of ietf-system (RFC 7317 §3.5): <c>algorithm</c> and <c>key-data</c>.
    /// </summary>
    /// <param name="algorithm">Must agree with the data; <c>rsa-sha2-256</c> and <c>rsa-sha2-512</c> stand for <c>ssh-rsa</c>.</param>
    /// <param name="keyData">The decoded binary value.</param>
    /// <exception cref="FormatException">The data isn't a public key, or one of another algorithm.</exception>
    public static SshPublicKey FromKeyData(string algorithm, ReadOnlySpan<byte> keyData)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        SshPublicKey key = FromBlob(keyData);
        return Canonical(algorithm) == key.Algorithm
            ? key
            : throw new FormatException($"The key's algorithm is said to be {algorithm}, but its data is a key for {key.Algorithm}.");
    }

    /// <summary>The same with the data in base64.</summary>
    /// <exception cref="FormatException">Not base64, not a public key, or one of another algorithm.</exception>
    public static SshPublicKey FromKeyData(string algorithm, string keyData)
    {
        ArgumentNullException.ThrowIfNull(keyData);
        byte[] blob = new byte[keyData.Length];
        return Convert.TryFromBase64String(keyData, blob, out int length)
            ? FromKeyData(algorithm, blob.AsSpan(0, length))
            : throw new FormatException("The key's data isn't base64.");
    }

    /// <summary>
    /// Reads one line of an OpenSSH <c>authorized_keys</c> or <c>.pub</c> file: optional options, algorithm, base64 data,
    /// optional comment. Options are skipped, not obeyed.
    /// </summary>
    /// <exception cref="FormatException">No such line.</exception>
    public static SshPublicKey Parse(string line) =>
        TryParse(line, out SshPublicKey? key)
            ? key
            : throw new FormatException("Expected an algorithm and the key's data in base64, as in an OpenSSH .pub file.");

    /// <summary>The same without an exception; false also for an empty line or a comment.</summary>
    public static bool TryParse(string? line, [NotNullWhen(true)] out SshPublicKey? key)
    {
        key = null;
        string rest = (line ?? "").Trim();
        if (rest.Length == 0 || rest[0] == '#')
        {
            return false;
        }
        // The algorithm is the first field, or the second one after options.
        for (int field = 0; field < 2; field++)
        {
            int end = FieldEnd(rest);
            string algorithm = rest[..end];
            rest = rest[end..].TrimStart();
            string data = rest[..FieldEnd(rest)];
            byte[] blob = new byte[data.Length];
            if (Convert.TryFromBase64String(data, blob, out int length) &&
                TryReadAlgorithm(blob.AsSpan(0, length), out string? named) && named == Canonical(algorithm))
            {
                key = new SshPublicKey(named, blob[..length]);
                return true;
            }
        }
        return false;
    }

    /// <summary>The key as a line of an OpenSSH <c>.pub</c> file, without a comment.</summary>
    public override string ToString() => $"{Algorithm} {Convert.ToBase64String(_blob)}";

    /// <inheritdoc/>
    public bool Equals(SshPublicKey? other) => other is not null && _blob.AsSpan().SequenceEqual(other._blob);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SshPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_blob);
        return hash.ToHashCode();
    }

    private static string Canonical(string algorithm) => algorithm is "rsa-sha2-256" or "rsa-sha2-512" ? "ssh-rsa" : algorithm;

    // Options may hold quoted text with spaces: from="a b",no-pty.
    private static int FieldEnd(string text)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
            {
                quoted = !quoted;
            }
            else if (!quoted && text[i] is ' ' or '\t')
            {
                return i;
            }
        }
        return text.Length;
    }

    private static bool TryReadAlgorithm(ReadOnlySpan<byte> blob, [NotNullWhen(true)] out string? algorithm)
    {
        algorithm = null;
        if (blob.Length < 5 || BinaryPrimitives.ReadUInt32BigEndian(blob) is var length && (length == 0 || length > blob.Length - 5))
        {
            return false;
        }
        ReadOnlySpan<byte> name = blob.Slice(4, (int)length);
        if (name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e))
        {
            return false;
        }
        algorithm = Encoding.ASCII.GetString(name);
        return true;
    }
}
