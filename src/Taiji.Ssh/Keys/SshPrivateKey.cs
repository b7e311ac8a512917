using System.Runtime.InteropServices;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.Keys;

/// <summary>The kinds of keys that can be made.</summary>
public enum SshKeyKind
{
    /// <summary>Ed25519 (RFC 8709).</summary>
    Ed25519,

    /// <summary>ECDSA over the curve nistp256 (RFC 5656).</summary>
    EcdsaP256,

    /// <summary>RSA of 3072 bits, signing with SHA-2 (RFC 8332).</summary>
    Rsa3072,
}

/// <summary>
/// A private key, as text in one of the formats that libssh reads: OpenSSH's own, PKCS#1, SEC1 or PKCS#8 in PEM.
/// The text, and its passphrase when it has one, stay in memory: libssh reads them anew for each use.
/// </summary>
public sealed class SshPrivateKey
{
    private readonly string _pem;

    private readonly string? _passphrase;

    private SshPrivateKey(string pem, string? passphrase, SshPublicKey publicKey)
    {
        _pem = pem;
        _passphrase = passphrase;
        PublicKey = publicKey;
    }

    /// <summary>The public half.</summary>
    public SshPublicKey PublicKey { get; }

    /// <summary>Makes a new key.</summary>
    /// <exception cref="SshKeyException">libssh can't make one.</exception>
    public static SshPrivateKey Generate(SshKeyKind kind)
    {
        SshLibrary.EnsureLoaded();
        (int type, int bits) = kind switch
        {
            SshKeyKind.Ed25519 => (LibSsh.KeyTypeEd25519, 0),
            SshKeyKind.EcdsaP256 => (LibSsh.KeyTypeEcdsaP256, 256),
            _ => (LibSsh.KeyTypeRsa, 3072),
        };
        if (LibSsh.ssh_pki_generate(type, bits, out nint key) != LibSsh.Ok)
        {
            throw new SshKeyException($"A {kind} key can't be made by libssh.");
        }
        nint text = 0;
        try
        {
            return LibSsh.ssh_pki_export_privkey_base64(key, null, 0, 0, out text) == LibSsh.Ok
                ? new SshPrivateKey(Marshal.PtrToStringUTF8(text)!, null, PublicHalf(key))
                : throw new SshKeyException($"A new {kind} key can't be exported by libssh.");
        }
        finally
        {
            LibSsh.ssh_key_free(key);
            if (text != 0)
            {
                LibSsh.ssh_string_free_char(text);
            }
        }
    }

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">The file's text.</param>
    /// <param name="passphrase">The passphrase, when it has one.</param>
    /// <exception cref="SshKeyException">Not a private key, or another passphrase.</exception>
    public static SshPrivateKey Parse(string pem, string? passphrase = null)
    {
        ArgumentNullException.ThrowIfNull(pem);
        SshLibrary.EnsureLoaded();
        if (LibSsh.ssh_pki_import_privkey_base64(pem, passphrase, 0, 0, out nint key) != LibSsh.Ok)
        {
            throw new SshKeyException(passphrase is null
                ? "Not a private key that libssh can read, or one that needs a passphrase."
                : "Not a private key that libssh can read, or another passphrase.");
        }
        try
        {
            return new SshPrivateKey(pem, passphrase, PublicHalf(key));
        }
        finally
        {
            LibSsh.ssh_key_free(key);
        }
    }

    /// <summary>Reads a private key from a file.</summary>
    /// <exception cref="SshKeyException">The file can't be read, isn't a private key, or has another passphrase.</exception>
    public static SshPrivateKey Load(string path, string? passphrase = null)
    {
        string pem;
        try
        {
            pem = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SshKeyException($"The key file {path} can't be read: {e.Message}", e);
        }
        try
        {
            return Parse(pem, passphrase);
        }
        catch (SshKeyException e)
        {
            throw new SshKeyException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The key as text for a file: as it was read, with its passphrase if it had one.</summary>
    public string ToPem() => _pem;

    /// <summary>A new libssh key, owned by the caller.</summary>
    internal nint ToHandle() =>
        LibSsh.ssh_pki_import_privkey_base64(_pem, _passphrase, 0, 0, out nint key) == LibSsh.Ok
            ? key
            : throw new SshKeyException("libssh can't read a key that it has read before.");

    private static SshPublicKey PublicHalf(nint key) =>
        LibSsh.PublicKeyBlob(key) is { } blob
            ? SshPublicKey.FromBlob(blob)
            : throw new SshKeyException("libssh can't export the key's public half.");
}
