using System.Globalization;

namespace Taiji.Ssh.ClientSide;

/// <summary>
/// What OpenSSH's configuration files (ssh_config) say about a host, of what matters to a NETCONF session. For each keyword the first value counts, as in OpenSSH; keywords that
/// aren't named here are skipped.
/// </summary>
public sealed class SshConfig
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _values;

    internal SshConfig(string alias, IReadOnlyDictionary<string, IReadOnlyList<string>> values)
    {
        Alias = alias;
        _values = values;
    }

    /// <summary>The name that was looked up.</summary>
    public string Alias { get; }

    /// <summary>HostName: the host's real name or address; the alias when there is none.</summary>
    public string HostName => Get("hostname") is { } name ? name.Replace("%h", Alias, StringComparison.Ordinal) : Alias;

    /// <summary>User, or null.</summary>
    public string? User => Get("user");

    /// <summary>Port, or null.</summary>
    public int? Port => GetNumber("port");

    /// <summary>IdentityFile: private keys in order, with <c>~</c> and tokens replaced.</summary>
    public IReadOnlyList<string> IdentityFiles => [.. GetAll("identityfile").Select(Expand)];

    /// <summary>IdentitiesOnly: no keys of an agent.</summary>
    public bool IdentitiesOnly => IsYes("identitiesonly");

    /// <summary>IdentityAgent: the agent's socket; null for the usual one; <c>none</c> for no agent.</summary>
    public string? IdentityAgent => Get("identityagent") is { } socket and not "SSH_AUTH_SOCK" ? Expand(socket) : null;

    /// <summary>ProxyJump: hosts to pass through, <c>[user@]host[:port]</c> in order; empty for none.</summary>
    public IReadOnlyList<string> ProxyJump =>
        Get("proxyjump") is { } hosts and not "none" ? hosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>ProxyCommand with its tokens replaced; null for none. Where both are given, the one that comes first in the files counts.</summary>
    public string? ProxyCommand => Get("proxycommand") is { } command && !command.Equals("none", StringComparison.OrdinalIgnoreCase) ? Expand(command) : null;

    /// <summary>UserKnownHostsFile: the first of them, or null.</summary>
    public string? KnownHostsFile => Get("userknownhostsfile") is { } files ? Expand(files.Split(' ')[0]) : null;

    /// <summary>HostKeyAlias, or null.</summary>
    public string? HostKeyAlias => Get("hostkeyalias");

    /// <summary>StrictHostKeyChecking: null when it isn't said, or is <c>ask</c>, which nobody is there to answer.</summary>
    public SshHostKeyVerification? HostKeyVerification => Get("stricthostkeychecking")?.ToLowerInvariant() switch
    {
        "yes" => SshHostKeyVerification.Strict,
        "accept-new" => SshHostKeyVerification.AcceptNew,
        "no" or "off" => SshHostKeyVerification.None,
        _ => null,
    };

    /// <summary>ConnectTimeout, or null.</summary>
    public TimeSpan? ConnectTimeout => GetNumber("connecttimeout") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>ServerAliveInterval, or null.</summary>
    public TimeSpan? ServerAliveInterval => GetNumber("serveraliveinterval") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Reads what the files say of a host.</summary>
    /// <param name="alias">The name as the user would give it to <c>ssh</c>.</param>
    /// <param name="file">The file; null for <c>~/.ssh/config</c> and then <c>/etc/ssh/ssh_config</c>, as far as they exist.</param>
    /// <param name="user">The user asked for, for <c>Match user</c>; null for none.</param>
    /// <exception cref="IOException">A named file can't be read.</exception>
    /// <exception cref="FormatException">A line is not as ssh_config(5) says; the message has its place.</exception>
    public static SshConfig Load(string alias, string? file = null, string? user = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(alias);
        SshConfigReader reader = new(alias, user);
        if (file is not null)
        {
            reader.ReadFile(file);
        }
        else
        {
            foreach (string usual in (string[])[SshConfigReader.InHome(".ssh/config"), "/etc/ssh/ssh_config"])
            {
                if (File.Exists(usual))
                {
                    reader.ReadFile(usual);
                }
            }
        }
        return new SshConfig(alias, reader.Values);
    }

    private string? Get(string keyword) => _values.TryGetValue(keyword, out IReadOnlyList<string>? values) ? values[0] : null;

    private IReadOnlyList<string> GetAll(string keyword) => _values.TryGetValue(keyword, out IReadOnlyList<string>? values) ? values : [];

    private int? GetNumber(string keyword) => int.TryParse(Get(keyword), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private bool IsYes(string keyword) => Get(keyword)?.ToLowerInvariant() is "yes" or "true";

    /// <summary>Replaces <c>~</c> and the tokens that a client without a local user's context has.</summary>
    private string Expand(string text)
    {
        string expanded = text.StartsWith("~/", StringComparison.Ordinal) ? SshConfigReader.InHome(text[2..]) : text;
        return SshTokens.Expand(expanded, new Dictionary<char, string>
        {
            ['%'] = "%",
            ['h'] = HostName,
            ['n'] = Alias,
            ['p'] = (Port ?? 22).ToString(CultureInfo.InvariantCulture),
            ['r'] = User ?? Environment.UserName,
            ['u'] = Environment.UserName,
            ['d'] = SshConfigReader.InHome(""),
            ['l'] = Environment.MachineName,
            ['k'] = HostKeyAlias ?? HostName,
        });
    }
}
