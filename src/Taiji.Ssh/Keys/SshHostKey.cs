using System.Runtime.Versioning;

namespace Taiji.Ssh.Keys;

/// <summary>The keys by which a server proves who it is, in files beside its data.</summary>
public static class SshHostKey
{
    private static readonly (string Name, SshKeyKind Kind)[] Files =
    [
        ("ssh_host_ed25519_key", SshKeyKind.Ed25519),
        ("ssh_host_ecdsa_key", SshKeyKind.EcdsaP256),
        ("ssh_host_rsa_key", SshKeyKind.Rsa3072),
    ];

    /// <summary>
    /// Loads the host keys <c>ssh_host_ed25519_key</c>, <c>ssh_host_ecdsa_key</c> and <c>ssh_host_rsa_key</c>, after making
    /// all of them when the directory has none. Private files get mode 0600; each has its <c>.pub</c> beside it.
    /// </summary>
    /// <param name="directory">Made with mode 0700 when missing.</param>
    /// <returns>At least one key: those that are there. An operator may remove a kind, and it stays away.</returns>
    /// <exception cref="SshKeyException">A file can't be read or written, or isn't a key.</exception>
    public static IReadOnlyList<SshPrivateKey> LoadOrCreate(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        List<SshPrivateKey> keys = [];
        foreach ((string name, _) in Files)
        {
            string path = Path.Combine(directory, name);
            if (File.Exists(path))
            {
                keys.Add(SshPrivateKey.Load(path));
            }
        }
        if (keys.Count > 0)
        {
            return keys;
        }
        foreach ((string name, SshKeyKind kind) in Files)
        {
            SshPrivateKey key = SshPrivateKey.Generate(kind);
            Save(key, Path.Combine(directory, name));
            keys.Add(key);
        }
        return keys;
    }

    /// <summary>Writes a key's file (mode 0600) and <c>.pub</c> file (mode 0644), each at once or not at all.</summary>
    /// <exception cref="SshKeyException">A file can't be written.</exception>
    public static void Save(SshPrivateKey key, string path)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Host keys need a file system with Unix modes.");
        }
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            string? directory = Path.GetDirectoryName(Path.GetFullPath(path));
            if (directory is not null && !Directory.Exists(directory))
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Write(path + ".pub", key.PublicKey + "\n", Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            Write(path, key.ToPem(), Private);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SshKeyException($"The key file {path} can't be written: {e.Message}", e);
        }
    }

    // The rename makes a crash leave either no key or a whole one: half a host key would stop every later start.
    [UnsupportedOSPlatform("windows")]
    private static void Write(string path, string text, UnixFileMode mode)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode };
            using (FileStream stream = new(temporary, options))
            {
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
