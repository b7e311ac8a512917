using System.CommandLine;
using Taiji.Netconf.Client.Vendors;

namespace Taiji.NetconfConsole;

/// <summary>The options that every command of the console has.</summary>
internal sealed class ConsoleOptions
{
    public Argument<string> Target { get; } = new("TARGET")
    {
        Description = "[user@]host[:port] or a name in ssh_config; ssh://…, tls://host[:port], or a Unix socket's path.",
    };

    public Option<string?> SshConfig { get; } = new("--ssh-config") { Description = "The ssh_config file (default the user's, then the system's); 'none' for none.", HelpName = "FILE" };

    public Option<string?> PasswordFile { get; } = new("--password-file") { Description = "The file whose first line is the password. Else TAIJI_NETCONF_PASSWORD, else it is asked for.", HelpName = "FILE" };

    public Option<string?> Key { get; } = new("--key") { Description = "The private key: SSH's, or that of --certificate.", HelpName = "FILE" };

    public Option<string?> Certificate { get; } = new("--certificate") { Description = "TLS: this end's certificate.", HelpName = "FILE" };

    public Option<string?> Authorities { get; } = new("--ca") { Description = "TLS: the authorities that the device's certificate must come from (default the system's).", HelpName = "FILE" };

    public Option<string?> ServerName { get; } = new("--server-name") { Description = "TLS: the name that the device's certificate must have (default the host's).", HelpName = "NAME" };

    public Option<string> HostKey { get; } = new("--host-key")
    {
        Description = "SSH: strict (the default), accept-new, none, or a public key that is the only one right.", HelpName = "MODE", DefaultValueFactory = _ => "",
    };

    public Option<string?> KnownHosts { get; } = new("--known-hosts") { Description = "SSH: the known_hosts file.", HelpName = "FILE" };

    public Option<string> Profile { get; } = new("--profile")
    {
        Description = $"The kind of device: {string.Join(", ", DeviceProfiles.All.Select(p => p.Name))}.", HelpName = "NAME", DefaultValueFactory = _ => DeviceProfiles.Default.Name,
    };

    public Option<int> Timeout { get; } = new("--timeout") { Description = "Seconds for which nothing of a reply may come (default 60).", HelpName = "SECONDS", DefaultValueFactory = _ => 60 };

    public Option<string> Format { get; } = MakeFormat();

    public Option<string?> SchemaCache { get; } = new("--schema-cache") { Description = "Where modules are kept that json needs (default ~/.cache/taiji/schemas).", HelpName = "DIRECTORY" };

    /// <summary>Adds them to a command.</summary>
    public Command AddTo(Command command)
    {
        command.Arguments.Insert(0, Target);
        Option[] options = [SshConfig, PasswordFile, Key, Certificate, Authorities, ServerName, HostKey, KnownHosts, Profile, Timeout, Format, SchemaCache];
        foreach (var option in options) command.Options.Add(option);
        return command;
    }

    private static Option<string> MakeFormat()
    {
        var format = new Option<string>("--format") { Description = "xml (the default), json by the device's own schema, or table.", HelpName = "FORMAT", DefaultValueFactory = _ => "xml" };
        format.AcceptOnlyFromAmong("xml", "json", "table");
        return format;
    }
}
