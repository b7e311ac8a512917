using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores.Events;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi.BatchCommands;
using Taiji.Server.NetconfServer;
using Taiji.Server.RestconfApi.RuntimeSettings;
using Taiji.Server.Authenticators;
using Taiji.Server.Http;

namespace Taiji.Serve;

/// <summary>Turns option values into <see cref="ServeOptions"/>; says everything that is wrong.</summary>
internal sealed class ServeOptionsReader(ServeOptionValues values)
{
    public ServeOptions Read()
    {
        var defaults = new ServeOptions();
        return new ServeOptions
        {
            DataDirectory = values.Last("data") ?? defaults.DataDirectory,
            RunAs = values.Last("run-as"),
            YangDirectories = [.. (values["yang"] ?? []).Where(d => IsDirectory("yang", d))],
            Packages = [.. (values["packages"] ?? []).Where(d => IsDirectory("packages", d))],
            PackageRepositories = [.. (values["package-repository"] ?? []).Where(d => IsDirectory("package-repository", d))],
            Modules = [.. (values["module"] ?? []).SelectMany(ReadModule)],
            StartupFile = ReadFile("startup"),
            Repairs = ReadSwitch("repair"),
            Datastores = new DatastoreSwitches
            {
                WritableRunning = ReadWord("writable-running", true, ("on", true), ("off", false)),
                Candidate = ReadWord("candidate", true, ("on", true), ("off", false)),
                Startup = ReadWord("startup-datastore", StartupMode.Off, ("off", StartupMode.Off), ("on", StartupMode.On), ("mirrored", StartupMode.Mirrored)),
            },
            Rollbacks = (int)ReadNumber("rollbacks", defaults.Rollbacks, 1, 1_000_000),
            Streams = [.. (values["keep-notifications"] ?? []).SelectMany(ReadStream)],
            Http = ReadEndPoint("http", defaults.Http),
            Https = ReadEndPoint("https", null),
            HasHttp3 = ReadHttp3(),
            PublicOrigin = ReadPublicOrigin(),
            HttpSocket = values.Last("http-socket") is "off" ? null : values.Last("http-socket"),
            TrustedProxies = [.. (values["trusted-proxy"] ?? []).SelectMany(ReadNetwork)],
            TrustsUnixSockets = values["trusted-proxy"]?.Contains("unix") ?? false,
            ProxyCertificateHeader = values.Last("proxy-client-cert"),
            CorsOrigins = [.. (values["cors-origin"] ?? []).Where(IsOrigin)],
            Compresses = ReadWord("compress", true, ("on", true), ("off", false)),
            CertificateFile = ReadFile("cert"),
            KeyFile = ReadFile("key"),
            ClientCaFile = ReadFile("client-ca"),
            Bearer = ReadBearer(),
            PamService = values.Last("pam"),
            AnonymousUser = values.Last("anonymous"),
            IdleTimeout = ReadNumber("idle-timeout", 0, 0, 31_536_000) is > 0 and var idle ? TimeSpan.FromSeconds(idle) : null,
            MaxAllSessions = (int)ReadNumber("max-all-sessions", defaults.MaxAllSessions, 1, 1_000_000),
            MaxUserSessions = (int)ReadNumber("max-user-sessions", defaults.MaxUserSessions, 1, 1_000_000),
            Audit = values.Last("audit") is "off" ? "" : values.Last("audit"),
            AuditsReads = ReadSwitch("audit-reads"),
            AuditSize = ReadNumber("audit-size", defaults.AuditSize, 4096, long.MaxValue),
            AuditDays = (int)ReadNumber("audit-days", 0, 0, 36_500),
            AuditFiles = (int)ReadNumber("audit-files", defaults.AuditFiles, 0, 10_000),
            NetconfSsh = ReadEndPoint("netconf-ssh", defaults.NetconfSsh),
            NetconfTls = ReadEndPoint("netconf-tls", null),
            Socket = values.Last("socket") is "off" ? "" : values.Last("socket"),
            Credentials = ReadWord("act-for", defaults.Credentials, ("none", CredentialsMode.None), ("exact", CredentialsMode.Exact), ("except", CredentialsMode.Except)),
            FrontEnds = values["front-end"] ?? [],
            UrlDirectory = ReadUrlDirectory(),
            UrlPrefixes = [.. (values["url-prefix"] ?? []).SelectMany(ReadUrlPrefix)],
            IsDemo = ReadSwitch("demo"),
            LogLevel = ReadWord(
                "log",
                defaults.LogLevel,
                ("error", LogLevel.Error),
                ("warning", LogLevel.Warning),
                ("info", LogLevel.Information),
                ("debug", LogLevel.Debug),
                ("trace", LogLevel.Trace)),
            MaxMessageSize = ReadNumber("max-message-size", defaults.MaxMessageSize, 1024, int.MaxValue),
            MaxDepth = (int)ReadNumber("max-depth", defaults.MaxDepth, 8, 1000),
            MaxSessions = (int)ReadNumber("max-sessions", defaults.MaxSessions, 1, 1_000_000),
            LoginAttempts = (int)ReadNumber("login-attempts", defaults.LoginAttempts, 1, 100),
            Restconf = ReadRestconf(),
            JsonRpc = new ServeJsonRpcOptions
            {
                IdleTimeout = TimeSpan.FromSeconds(ReadNumber("jsonrpc-idle-timeout", (long)defaults.JsonRpc.IdleTimeout.TotalSeconds, 0, 31_536_000)),
                Commands = ReadCommands(),
                LoginWarning = values.Last("jsonrpc-login-warning"),
                LoginNotice = values.Last("jsonrpc-login-notice"),
                SameSite = ReadWord("jsonrpc-same-site", SameSiteMode.Strict, ("strict", SameSiteMode.Strict), ("lax", SameSiteMode.Lax), ("none", SameSiteMode.None)),
                Headers = [.. (values["jsonrpc-header"] ?? []).SelectMany(ReadHeader)],
            },
            LoginGraceTime = TimeSpan.FromSeconds(ReadNumber("login-grace-time", (long)defaults.LoginGraceTime.TotalSeconds, 1, 3600)),
        };
    }

    private ServeRestconfOptions ReadRestconf()
    {
        var staging = values["staging"] ?? [];
        var auth = ReadWord("restconf-auth", AuthType.Any, ("any", AuthType.Any), ("client-certificate", AuthType.ClientCertificate), ("user", AuthType.User), ("none", AuthType.None));
        if (auth == AuthType.None && values.Last("anonymous") is null) values.Errors.Add("restconf-auth: 'none' needs --anonymous, who everybody is");
        if (auth == AuthType.ClientCertificate && values.Last("client-ca") is null) values.Errors.Add("restconf-auth: 'client-certificate' needs --client-ca");
        return new ServeRestconfOptions
        {
            StagesByHeader = staging.Contains("header"),
            StagesAlways = staging.Contains("all"),
            StagesUnixSockets = staging.Contains("unix"),
            StagingEndPoints = [.. staging.Where(s => s is not ("header" or "all" or "unix")).Select(ReadStaging).OfType<IPEndPoint>()],
            UpdatesStartup = ReadWord("restconf-startup", true, ("on", true), ("off", false)),
            AuthType = auth,
            IsPretty = ReadWord("restconf-pretty", false, ("on", true), ("off", false)),
        };
    }

    private IPEndPoint? ReadStaging(string text)
    {
        if (text.LastIndexOf(':') > text.LastIndexOf(']') && IPEndPoint.TryParse(text, out var endPoint)) return endPoint;
        values.Errors.Add($"staging: '{text}' is neither header, all, unix nor the ADDR:PORT of a listener");
        return null;
    }

    private BearerOptions? ReadBearer()
    {
        if (values.Last("jwks") is not { } keys)
        {
            if (values.Last("jwt-issuer") is not null || values.Last("jwt-audience") is not null) values.Errors.Add("jwks: tokens need their keys");
            return null;
        }

        var options = new BearerOptions { KeySet = keys, Issuer = values.Last("jwt-issuer") ?? "", Audience = values.Last("jwt-audience") ?? "" };
        if (values.Last("jwt-user-claim") is { } user) options.UserClaim = user;
        if (values.Last("jwt-groups-claim") is { } groups) options.GroupsClaim = groups;
        if (options.Issuer.Length == 0) values.Errors.Add("jwt-issuer: tokens need an issuer");
        if (options.Audience.Length == 0) values.Errors.Add("jwt-audience: tokens need an audience");
        if (options.UnusableKeySet() is { } problem) values.Errors.Add("jwks: " + problem);
        return options;
    }

    private string? ReadUrlDirectory()
    {
        if (values.Last("url-directory") is not { } path) return null;
        if (!Directory.Exists(path)) values.Errors.Add($"url-directory: '{path}' is not a directory");
        return Path.GetFullPath(path);
    }

    private IEnumerable<Uri> ReadUrlPrefix(string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0) return [uri];
        values.Errors.Add($"url-prefix: '{text}' is no http or https URL without query, fragment and user");
        return [];
    }

    private bool IsDirectory(string option, string path)
    {
        if (Directory.Exists(path)) return true;
        values.Errors.Add($"{option}: '{path}' is not a directory");
        return false;
    }

    private IEnumerable<IPNetwork> ReadNetwork(string text)
    {
        if (text == "unix") return [];
        if (IPNetwork.TryParse(text, out var network)) return [network];
        if (IPAddress.TryParse(text, out var address)) return [new IPNetwork(address, address.GetAddressBytes().Length * 8)];
        values.Errors.Add($"trusted-proxy: '{text}' is neither an address, a network (ADDR/BITS) nor 'unix'");
        return [];
    }

    private bool ReadHttp3()
    {
        if (ReadWord<bool?>("http3", null, ("auto", null), ("on", true), ("off", false)) is not { } wanted) return ClearTextListenExtensions.HasQuic;
        if (wanted && !ClearTextListenExtensions.HasQuic) values.Errors.Add("http3: this system has no QUIC: it takes libmsquic, and an OpenSSL that libmsquic knows");
        if (wanted && values.Last("https") is null or "off") values.Errors.Add("http3: there is no HTTP/3 without --https");
        return wanted;
    }

    private string? ReadPublicOrigin()
    {
        var text = values.Last("public-origin");
        if (text is null || IsHttpOrigin(text)) return text;
        values.Errors.Add($"public-origin: '{text}' is no origin (https://host:port)");
        return null;
    }

    private static bool IsHttpOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;

    private bool IsOrigin(string text)
    {
        if (text == "*" || IsHttpOrigin(text)) return true;
        values.Errors.Add($"cors-origin: '{text}' is neither an origin (https://host:port) nor '*'");
        return false;
    }

    private IEnumerable<ModuleSelection> ReadModule(string text)
    {
        try
        {
            return [ModuleSelection.Parse(text)];
        }
        catch (FormatException e)
        {
            values.Errors.Add("module: " + e.Message);
            return [];
        }
    }

    private IEnumerable<EventStream> ReadStream(string text)
    {
        var equals = text.LastIndexOf('=');
        var name = equals < 0 ? EventStream.Default : text[..equals];
        var bounds = text[(equals + 1)..].Split(',');
        if (name.Length > 0 && bounds.Length <= 2 && TryRead(bounds[0], out var count) && TryRead(bounds.Length == 2 ? bounds[1] : "1", out var seconds) && seconds > 0)
            return [new EventStream(name, name == EventStream.Default ? EventStream.DefaultDescription : $"What is published to {name}.") { KeepCount = count, KeepAge = bounds.Length == 2 ? TimeSpan.FromSeconds(seconds) : null }];
        values.Errors.Add($"keep-notifications: '{text}' is not [STREAM=]N[,SECONDS]: how many are kept, and for how many seconds");
        return [];

        static bool TryRead(string number, out int value) => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private Dictionary<string, BatchCommandLine> ReadCommands()
    {
        var commands = new Dictionary<string, BatchCommandLine>(StringComparer.Ordinal);
        foreach (var text in values["jsonrpc-command"] ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var words = equals > 0 ? BatchCommandLine.Words(text[(equals + 1)..]) : [];
            if (words is [var program, .. var arguments] && Path.IsPathFullyQualified(program) && File.Exists(program)) commands[text[..equals]] = new BatchCommandLine(program, [.. arguments]);
            else values.Errors.Add($"jsonrpc-command: '{text}' is not NAME=PROGRAM ARG... with the absolute path of a program");
        }

        return commands;
    }

    private IEnumerable<KeyValuePair<string, string>> ReadHeader(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && text.All(c => c is >= ' ' and <= '~') && !text[..colon].Contains(' ', StringComparison.Ordinal)) return [new(text[..colon], text[(colon + 1)..].Trim())];
        values.Errors.Add($"jsonrpc-header: '{text}' is not 'NAME: VALUE'");
        return [];
    }

    private string? ReadFile(string name)
    {
        if (values.Last(name) is { } path && !File.Exists(path)) values.Errors.Add($"{name}: there is no file '{path}'");
        return values.Last(name);
    }

    private IPEndPoint? ReadEndPoint(string name, IPEndPoint? byDefault)
    {
        var text = values.Last(name);
        if (text is null) return byDefault;
        if (text == "off") return null;
        if (text.StartsWith("localhost:", StringComparison.Ordinal)) text = "127.0.0.1" + text[9..];
        // An address without a port would parse as port 0.
        if (text.LastIndexOf(':') > text.LastIndexOf(']') && IPEndPoint.TryParse(text, out var endPoint)
            && (endPoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || text.StartsWith('['))) return endPoint;
        values.Errors.Add($"{name}: '{text}' is not ADDR:PORT (an IP address and a port) or 'off'");
        return byDefault;
    }

    private bool ReadSwitch(string name)
    {
        switch (values.Last(name))
        {
            case null or "false": return false;
            case "true" or "1": return true;
            default:
                values.Errors.Add($"{name}: 'true' or 'false' was expected, not '{values.Last(name)}'");
                return false;
        }
    }

    private T ReadWord<T>(string name, T byDefault, params ReadOnlySpan<(string Word, T Meaning)> words)
    {
        var text = values.Last(name);
        if (text is null) return byDefault;
        foreach (var (word, meaning) in words)
        {
            if (word == text) return meaning;
        }

        values.Errors.Add($"{name}: '{text}' is not one of {string.Join(", ", words.ToArray().Select(w => w.Word))}");
        return byDefault;
    }

    private long ReadNumber(string name, long byDefault, long min, long max)
    {
        var text = values.Last(name);
        if (text is null) return byDefault;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        values.Errors.Add($"{name}: '{text}' is not a number from {min} to {max}");
        return byDefault;
    }
}
