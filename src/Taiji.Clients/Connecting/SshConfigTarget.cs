using System.Globalization;
using Taiji.Ssh;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;

namespace Taiji.Clients.Connecting;

/// <summary>Makes targets of what ssh_config says.</summary>
internal static class SshConfigTarget
{
    // As many hosts as anybody passes through; more is a circle.
    private const int MostJumps = 8;

    public static SshTarget Make(string alias, string? file, string? user, Func<string, string?>? passphrase, int defaultPort, int jumps = 0)
    {
        var config = SshConfig.Load(alias, file, user);
        var target = new SshTarget { User = user ?? config.User ?? Environment.UserName };
        return target with
        {
            Host = config.HostName,
            Port = config.Port ?? defaultPort,
            PrivateKeys = Keys(config, passphrase),
            UseAgent = !config.IdentitiesOnly && config.IdentityAgent != "none",
            AgentSocket = config.IdentityAgent is "none" ? null : config.IdentityAgent,
            HostKeyVerification = config.HostKeyVerification ?? target.HostKeyVerification,
            KnownHostsFile = config.KnownHostsFile,
            HostKeyAlias = config.HostKeyAlias,
            ProxyCommand = config.ProxyCommand,
            Jump = Jump(config.ProxyJump, file, passphrase, jumps),
            ConnectTimeout = config.ConnectTimeout ?? target.ConnectTimeout,
            KeepAlive = config.ServerAliveInterval ?? target.KeepAlive,
        };
    }

    /// <summary>The last of the hosts, which is reached through the one before it, and so on.</summary>
    private static SshTarget? Jump(IReadOnlyList<string> hosts, string? file, Func<string, string?>? passphrase, int jumps)
    {
        SshTarget? through = null;
        foreach (var host in hosts)
        {
            if (++jumps > MostJumps) throw new FormatException($"ProxyJump leads through more than {MostJumps} hosts.");
            var (user, name, port) = Split(host);
            var next = Make(name, file, user, passphrase, 22, jumps);
            if (port is not null) next = next with { Port = port.Value };
            // The first host may have a way of its own; those behind it are reached through it.
            through = through is null ? next : next with { Jump = through, ProxyCommand = null };
        }

        return through;
    }

    private static (string? User, string Host, int? Port) Split(string text)
    {
        var at = text.LastIndexOf('@');
        var user = at < 0 ? null : text[..at];
        var host = text[(at + 1)..];
        if (host.StartsWith("ssh://", StringComparison.Ordinal)) host = host[6..];
        var colon = host.LastIndexOf(':');
        if (host.StartsWith('['))
        {
            var end = host.IndexOf(']', StringComparison.Ordinal);
            if (end < 0) throw new FormatException($"ProxyJump: \"{text}\" has no closing bracket.");
            colon = host.IndexOf(':', end);
            return (user, host[1..end], colon < 0 ? null : Port(host[(colon + 1)..], text));
        }

        return colon < 0 || host.IndexOf(':', StringComparison.Ordinal) != colon ? (user, host, null) : (user, host[..colon], Port(host[(colon + 1)..], text));
    }

    private static int Port(string text, string from) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : throw new FormatException($"ProxyJump: \"{from}\" has no port but \"{text}\".");

    /// <summary>The keys whose files can be read; as in OpenSSH one that can't is no fault.</summary>
    private static List<SshPrivateKey> Keys(SshConfig config, Func<string, string?>? passphrase)
    {
        var keys = new List<SshPrivateKey>();
        foreach (var file in config.IdentityFiles.Where(File.Exists))
        {
            try
            {
                keys.Add(SshPrivateKey.Load(file));
            }
            catch (SshKeyException) when (passphrase?.Invoke(file) is { } secret)
            {
                keys.Add(SshPrivateKey.Load(file, secret));
            }
            catch (SshKeyException)
            {
                // With a passphrase that nobody gives: the agent may have it.
            }
        }

        return keys;
    }
}
