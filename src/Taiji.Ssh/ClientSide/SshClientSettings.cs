using Taiji.Ssh.Keys;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.ClientSide;

/// <summary>A client's options in libssh's terms.</summary>
internal static unsafe class SshClientSettings
{
    private const string Nowhere = "/dev/null";

    /// <summary>Sets everything that libssh must know before it connects over <paramref name="fd"/>.</summary>
    public static void Apply(nint session, int fd, SshClientOptions options)
    {
        // ~/.ssh/config must not change what the options say.
        int no = 0;
        Check(session, LibSsh.ssh_options_set_pointer(session, LibSsh.OptionProcessConfig, &no));
        // Where to connect is decided already: the name is only looked up in known_hosts.
        Set(session, LibSsh.OptionHost, options.HostKeyAlias ?? (options.Host.Length > 0 ? options.Host : "localhost"));
        uint port = (uint)options.Port;
        Check(session, LibSsh.ssh_options_set_pointer(session, LibSsh.OptionPort, &port));
        Set(session, LibSsh.OptionUser, options.User);
        Check(session, LibSsh.ssh_options_set_pointer(session, LibSsh.OptionFd, &fd));
        if (options.AgentSocket is { } agent)
        {
            Set(session, LibSsh.OptionIdentityAgent, agent);
        }
        ApplyHostKeys(session, options);
    }

    /// <summary>The key that the server has proven to own.</summary>
    public static SshPublicKey ServerKey(nint session)
    {
        if (LibSsh.ssh_get_server_publickey(session, out nint key) != LibSsh.Ok)
        {
            throw new SshConnectException($"The server has shown no key: {LibSsh.LastError(session)}.");
        }
        try
        {
            return SshPublicKey.FromBlob(LibSsh.PublicKeyBlob(key) ?? throw new SshKeyException("libssh can't export the server's key."));
        }
        finally
        {
            LibSsh.ssh_key_free(key);
        }
    }

    /// <summary>Checks the server's key as the options say.</summary>
    /// <exception cref="SshHostKeyException">It isn't to be trusted.</exception>
    public static void Verify(nint session, SshPublicKey key, SshClientOptions options)
    {
        switch (options.HostKeyVerification)
        {
            case SshHostKeyVerification.None:
                return;
            case SshHostKeyVerification.Pinned:
                if (!options.PinnedHostKeys.Contains(key))
                {
                    throw new SshHostKeyException($"The server's key {key.Fingerprint} ({key.Algorithm}) isn't one of those pinned.", key);
                }
                return;
            default:
                VerifyKnown(session, key, options);
                return;
        }
    }

    private static void VerifyKnown(nint session, SshPublicKey key, SshClientOptions options)
    {
        string presented = $"{key.Fingerprint} ({key.Algorithm})";
        int known = LibSsh.ssh_session_is_known_server(session);
        switch (known)
        {
            case LibSsh.KnownHostsOk:
                return;
            case LibSsh.KnownHostsUnknown or LibSsh.KnownHostsNotFound
                when options.HostKeyVerification == SshHostKeyVerification.AcceptNew:
                if (LibSsh.ssh_session_update_known_hosts(session) != LibSsh.Ok)
                {
                    throw new SshHostKeyException(
                        $"The new key {presented} of {options.Host} can't be added to known_hosts: {LibSsh.LastError(session)}.", key);
                }
                return;
            case LibSsh.KnownHostsUnknown or LibSsh.KnownHostsNotFound:
                throw new SshHostKeyException($"{options.Host} isn't in known_hosts; it presents {presented}.", key);
            case LibSsh.KnownHostsChanged:
                throw new SshHostKeyException(
                    $"The key of {options.Host} has changed to {presented}: either it was renewed, or this is another machine.", key);
            case LibSsh.KnownHostsOther:
                throw new SshHostKeyException($"known_hosts has a key of another kind for {options.Host}, which presents {presented}.", key);
            default:
                throw new SshHostKeyException($"known_hosts can't be read: {LibSsh.LastError(session)}.", key);
        }
    }

    private static void ApplyHostKeys(nint session, SshClientOptions options)
    {
        bool known = options.HostKeyVerification is SshHostKeyVerification.Strict or SshHostKeyVerification.AcceptNew;
        // libssh asks for the kinds of keys that it knows for the host: where the files don't count, they must not do that either.
        string? file = known ? options.KnownHostsFile : Nowhere;
        if (file is not null)
        {
            Set(session, LibSsh.OptionKnownHosts, file);
            Set(session, LibSsh.OptionGlobalKnownHosts, Nowhere);
        }
        if (options.HostKeyVerification == SshHostKeyVerification.Pinned)
        {
            IEnumerable<string> algorithms = options.PinnedHostKeys
                .Select(k => k.Algorithm == "ssh-rsa" ? "rsa-sha2-512,rsa-sha2-256" : k.Algorithm)
                .Distinct();
            Set(session, LibSsh.OptionHostKeys, string.Join(',', algorithms));
        }
    }

    private static void Set(nint session, int option, string value) =>
        Check(session, LibSsh.ssh_options_set_string(session, option, value));

    private static void Check(nint session, int result)
    {
        if (result != LibSsh.Ok)
        {
            throw new SshException($"libssh refuses an option: {LibSsh.LastError(session)}.");
        }
    }
}
