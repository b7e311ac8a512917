using System.CommandLine;
using System.Globalization;
using Taiji.Clients.Connecting;
using Taiji.Netconf.Client.Vendors;
using Taiji.Ssh.ClientSide;
using Taiji.Ssh.Keys;

namespace Taiji.NetconfConsole;

/// <summary>Makes a target of what the command line says.</summary>
internal sealed class ConsoleTarget(ConsoleOptions options, ParseResult parsed)
{
    private const string PasswordVariable = "TAIJI_NETCONF_PASSWORD";

    /// <summary>The target.</summary>
    /// <exception cref="FormatException">The options don't make one.</exception>
    public NetconfTarget Make()
    {
        var name = parsed.GetValue(options.Profile)!;
        var profile = DeviceProfiles.Find(name) ?? throw new FormatException($"There is no profile {name}: {string.Join(", ", DeviceProfiles.All.Select(p => p.Name))}.");
        var text = parsed.GetValue(options.Target)!;
        NetconfTarget target = text switch
        {
            _ when text.StartsWith("tls://", StringComparison.Ordinal) => MakeTls(text[6..]),
            _ when text.StartsWith("unix:", StringComparison.Ordinal) => new UnixSocketTarget(text[5..]),
            _ when text.StartsWith('/') || text.StartsWith('.') || (text.Contains('/') && File.Exists(text)) => new UnixSocketTarget(text),
            _ => MakeSsh(text.StartsWith("ssh://", StringComparison.Ordinal) ? text[6..] : text),
        };
        return target with { Profile = profile };
    }

    /// <summary>A password that the user types, unseen; null when nobody is there to ask.</summary>
    public static string? Ask(string prompt)
    {
        if (Console.IsInputRedirected) return null;
        Console.Error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar != '\0') typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }

    private SshTarget MakeSsh(string text)
    {
        var (user, host, port) = Split(text);
        var file = parsed.GetValue(options.SshConfig);
        // A name and nothing else may be one of ssh_config's; the file that says nothing of it changes nothing.
        var target = SshTarget.FromConfig(host, file == "none" ? "/dev/null" : file, user, f => Ask($"Passphrase of {f}: "));
        if (port is not null) target = target with { Port = port.Value };
        if (parsed.GetValue(options.Key) is { } key) target = target with { PrivateKeys = [LoadKey(key)] };
        if (parsed.GetValue(options.KnownHosts) is { } known) target = target with { KnownHostsFile = known };
        return WithHostKey(target) with { Password = Password() };
    }

    private SshTarget WithHostKey(SshTarget target) => parsed.GetValue(options.HostKey) switch
    {
        "" => target,
        "strict" => target with { HostKeyVerification = SshHostKeyVerification.Strict },
        "accept-new" => target with { HostKeyVerification = SshHostKeyVerification.AcceptNew },
        "none" => target with { HostKeyVerification = SshHostKeyVerification.None },
        var key when SshPublicKey.TryParse(key, out var pinned) => target with { HostKeyVerification = SshHostKeyVerification.Pinned, PinnedHostKeys = [pinned] },
        var other => throw new FormatException($"--host-key is strict, accept-new, none, or a public key, not \"{other}\"."),
    };

    private TlsTarget MakeTls(string text)
    {
        var (_, host, port) = Split(text);
        var certificate = parsed.GetValue(options.Certificate);
        return new TlsTarget
        {
            Host = host,
            Port = port ?? TlsTarget.DefaultPort,
            ClientCertificate = certificate is null ? null : TlsTarget.LoadCertificate(certificate, parsed.GetValue(options.Key), Password()),
            Authorities = parsed.GetValue(options.Authorities) is { } file ? TlsTarget.LoadAuthorities(file) : null,
            ServerName = parsed.GetValue(options.ServerName),
        };
    }

    private static SshPrivateKey LoadKey(string file)
    {
        try
        {
            return SshPrivateKey.Load(file);
        }
        catch (Ssh.SshKeyException) when (File.Exists(file) && Ask($"Passphrase of {file}: ") is { } passphrase)
        {
            return SshPrivateKey.Load(file, passphrase);
        }
    }

    private string? Password() =>
        parsed.GetValue(options.PasswordFile) is { } file ? File.ReadLines(file).FirstOrDefault() : Environment.GetEnvironmentVariable(PasswordVariable);

    private static (string? User, string Host, int? Port) Split(string text)
    {
        var at = text.LastIndexOf('@');
        var user = at < 0 ? null : text[..at];
        var host = text[(at + 1)..].TrimEnd('/');
        var end = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = host.IndexOf(':', Math.Max(end, 0));
        // More than one colon without brackets: an IPv6 address.
        if (colon < 0 || (end < 0 && host.IndexOf(':', colon + 1) > 0)) return (user, host.Trim('[', ']'), null);
        return int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? (user, host[..colon].Trim('[', ']'), port)
            : throw new FormatException($"\"{text}\" has no port from 1 to 65535 after its colon.");
    }
}
