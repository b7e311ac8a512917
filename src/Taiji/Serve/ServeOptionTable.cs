using System.CommandLine;

namespace Taiji.Serve;

/// <summary>One option of <c>taiji serve</c>: on the command line <c>--name</c>, in the environment <c>TAIJI_NAME</c>, in the JSON file <c>"name"</c>.</summary>
/// <param name="Name">The name without dashes before it.</param>
/// <param name="Value">What the help calls its value; empty for a switch.</param>
/// <param name="Description">The help.</param>
/// <param name="IsRepeatable">Whether it may be given several times (in the environment, separated by <c>;</c>; in JSON, an array).</param>
internal sealed record ServeOption(string Name, string Value, string Description, bool IsRepeatable = false)
{
    public bool IsSwitch => Value.Length == 0;

    public string EnvironmentName => "TAIJI_" + Name.Replace('-', '_').ToUpperInvariant();
}

/// <summary>All options of <c>taiji serve</c>.</summary>
internal static class ServeOptionTable
{
    public static IReadOnlyList<ServeOption> All { get; } =
    [
        new("data", "DIR", "Everything that must survive: journal, keys, certificates (default ./taiji-data)."),
        new("run-as", "USER[:GROUP]", "Started as root, serve as this user, without root's rights (ports below 1024 can be listened on)."),
        new("yang", "DIR", "Where modules are looked for, subfolders included.", IsRepeatable: true),
        new("module", "NAME[@REV][:FEAT,...]", "Implement this module (':*' all features, ':' none).", IsRepeatable: true),
        new("packages", "DIR", "A package, or a folder of packages: modules, templates and code to load.", IsRepeatable: true),
        new("package-repository", "DIR", "A folder of packages that could be installed; they are listed only.", IsRepeatable: true),
        new("startup", "FILE", "XML or JSON configuration for a new data directory."),
        new("repair", "", "Set aside what the modules don't fit, in a file of the data directory, instead of stopping the start."),
        new("writable-running", "on|off", "Whether clients edit running directly (default on)."),
        new("candidate", "on|off", "Whether there is a candidate, and confirmed commits (default on)."),
        new("startup-datastore", "off|on|mirrored", "Whether there is a startup datastore that a restart begins with (default off)."),
        new("rollbacks", "N", "How many of the newest commits can be taken back (default 1000)."),
        new("keep-notifications", "[STREAM=]N[,SECONDS]", "How many notifications of a stream are kept for replay, and for how long (default NETCONF=10000); 0 for none.", IsRepeatable: true),
        new("http", "ADDR:PORT", "HTTP/1.1 and h2c (default 127.0.0.1:8080); 'off'."),
        new("https", "ADDR:PORT", "TLS: HTTP/1.1 and HTTP/2 (default off)."),
        new("http3", "auto|on|off", "Whether --https has HTTP/3 beside them: where the system has QUIC, or in any case (default auto)."),
        new("public-origin", "URL", "Where clients reach the server (https://host:port), for the places of streams and module texts."),
        new("http-socket", "PATH", "HTTP/1.1 on a Unix socket, for a proxy in front (default off)."),
        new("trusted-proxy", "ADDR[/BITS]|unix", "A proxy that is believed what it says of the client (Forwarded, X-Forwarded-*).", IsRepeatable: true),
        new("proxy-client-cert", "HEADER", "The header in which trusted proxies hand on the client's certificate."),
        new("cors-origin", "ORIGIN|*", "An origin whose pages may use the server from a browser.", IsRepeatable: true),
        new("compress", "on|off", "Whether replies are compressed for clients that accept it (default on)."),
        new("cert", "FILE", "The server's certificate, PEM; without it one is made and kept in the data directory."),
        new("key", "FILE", "The certificate's private key, PEM."),
        new("client-ca", "FILE", "CAs of client certificates, PEM; HTTPS clients are named by /taiji-access:certificates. Without it none are asked for."),
        new("jwks", "FILE|URL", "Keys of bearer tokens (JWK Set); tokens need --jwt-issuer and --jwt-audience too."),
        new("jwt-issuer", "TEXT", "The issuer that tokens must be of."),
        new("jwt-audience", "TEXT", "The audience that tokens must be for."),
        new("jwt-user-claim", "NAME", "The claim with the user's name (default sub)."),
        new("jwt-groups-claim", "NAME", "The claim with the user's groups (default groups)."),
        new("pam", "SERVICE", "Users that running doesn't know are asked of this PAM service."),
        new("anonymous", "USER", "Let HTTP clients in that show nothing, as this user. Who that may be is everybody."),
        new("idle-timeout", "SECONDS", "Sessions that ask for nothing for as long are closed, unless they have a subscription (default 0: never)."),
        new("max-all-sessions", "N", "The most sessions of all users and protocols at a time (default 10000)."),
        new("max-user-sessions", "N", "The most sessions of one user at a time (default 1000)."),
        new("audit", "FILE", "The audit log (default DIR/audit.log); 'off'."),
        new("audit-reads", "", "The audit log has reads and JSON-RPC calls too: what was asked for, not the answers."),
        new("audit-size", "BYTES", "A new audit log is begun when it is as large (default 67108864)."),
        new("audit-days", "N", "A new audit log is begun when it is as old (default 0: never)."),
        new("audit-files", "N", "How many old audit logs are kept (default 10)."),
        new("netconf-ssh", "ADDR:PORT", "NETCONF over SSH (default 127.0.0.1:8830); 'off'."),
        new("netconf-tls", "ADDR:PORT", "NETCONF over TLS with client certificates (default off); needs --client-ca."),
        new("socket", "PATH", "Local NETCONF on a Unix socket (default DIR/taiji.sock); 'off'."),
        new("act-for", "none|exact|except", "Whom local sessions may act for: anybody, themselves, or themselves except for --front-end users (default except)."),
        new("front-end", "USER", "A local user who may act for anybody, beside root and the server's own.", IsRepeatable: true),
        new("url-directory", "DIR", "Where NETCONF's file:///NAME URLs are; without it there are none."),
        new("url-prefix", "URL", "What NETCONF's http(s) URLs may begin with; without it there are none.", IsRepeatable: true),
        new("demo", "", "Serve the example module with everything that makes it live."),
        new("log", "LEVEL", "error, warning, info, debug or trace (default info)."),
        new("max-message-size", "BYTES", "The largest request (default 67108864)."),
        new("max-depth", "N", "The deepest nesting of a request's elements or objects (default 128)."),
        new("max-sessions", "N", "The most NETCONF sessions at a time (default 1000)."),
        new("login-attempts", "N", "Failed logins before an SSH connection is closed (default 6)."),
        new("restconf-auth", "any|client-certificate|user|none", "How RESTCONF clients prove who they are (default any); 'none' needs --anonymous."),
        new("restconf-pretty", "on|off", "Whether RESTCONF replies are indented (default off)."),
        new("restconf-startup", "on|off", "Whether RESTCONF edits are saved in a distinct startup datastore too (default on)."),
        new("staging", "header|all|unix|ADDR:PORT", "RESTCONF edits wait in a candidate of the user's own: with the header Taiji-Staging, all, or those by a listener (default none).", IsRepeatable: true),
        new("jsonrpc-idle-timeout", "SECONDS", "After how long without a call a JSON-RPC session ends; 0 for never (default 1800)."),
        new("jsonrpc-header", "NAME: VALUE", "A header of every JSON-RPC response: CORS, say.", IsRepeatable: true),
        new("jsonrpc-command", "NAME=PROGRAM ARG...", "A command that JSON-RPC clients may start by its name; the program's path is absolute.", IsRepeatable: true),
        new("jsonrpc-same-site", "strict|lax|none", "The SameSite attribute of the JSON-RPC cookie (default strict)."),
        new("jsonrpc-login-warning", "TEXT", "A warning that JSON-RPC logins are answered with."),
        new("jsonrpc-login-notice", "TEXT", "A notice that JSON-RPC logins must acknowledge by ack_warning."),
        new("login-grace-time", "SECONDS", "Time to log in before an SSH connection is closed (default 60)."),
    ];

    /// <summary>The command line's option for an entry.</summary>
    public static Option Make(ServeOption option) => option.IsSwitch
        ? new Option<bool>("--" + option.Name) { Description = option.Description }
        : new Option<string[]>("--" + option.Name) { Description = option.Description, HelpName = option.Value, AllowMultipleArgumentsPerToken = false };
}
