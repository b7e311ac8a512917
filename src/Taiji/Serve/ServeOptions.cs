using System.Net;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Auditing;
using Taiji.Datastores.Events;
using Taiji.Datastores.Store;
using Taiji.Server.NetconfServer;
using Taiji.Server.Authenticators;

namespace Taiji.Serve;

/// <summary>What <c>taiji serve</c> was asked to do; a listener that is off is null.</summary>
internal sealed record ServeOptions
{
    public string DataDirectory { get; init; } = "./taiji-data";

    /// <summary>The user, and after a colon the group, that root becomes before it serves; null to stay.</summary>
    public string? RunAs { get; init; }

    public IReadOnlyList<string> YangDirectories { get; init; } = [];

    public IReadOnlyList<ModuleSelection> Modules { get; init; } = [];

    /// <summary>Folders of packages, or packages.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Folders of packages that could be installed.</summary>
    public IReadOnlyList<string> PackageRepositories { get; init; } = [];

    public string? StartupFile { get; init; }

    public bool Repairs { get; init; }

    public DatastoreSwitches Datastores { get; init; } = new();

    public int Rollbacks { get; init; } = 1_000;

    /// <summary>The streams whose bounds are not the default ones.</summary>
    public IReadOnlyList<EventStream> Streams { get; init; } = [];

    public IPEndPoint? Http { get; init; } = new(IPAddress.Loopback, 8080);

    public IPEndPoint? Https { get; init; }

    /// <summary>Whether <see cref="Https"/> has HTTP/3 too.</summary>
    public bool HasHttp3 { get; init; }

    /// <summary>Where clients reach the server; null for where they sent the request.</summary>
    public string? PublicOrigin { get; init; }

    /// <summary>The Unix socket for HTTP/1.1; null for none.</summary>
    public string? HttpSocket { get; init; }

    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Whether whoever connects to <see cref="HttpSocket"/> is a trusted proxy.</summary>
    public bool TrustsUnixSockets { get; init; }

    public string? ProxyCertificateHeader { get; init; }

    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    public bool Compresses { get; init; } = true;

    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    /// <summary>CAs of client certificates; null asks for none.</summary>
    public string? ClientCaFile { get; init; }

    /// <summary>The most sessions at a time, over all users and protocols.</summary>
    public int MaxAllSessions { get; init; } = 10_000;

    /// <summary>How bearer tokens are verified; null for not at all.</summary>
    public BearerOptions? Bearer { get; init; }

    public string? PamService { get; init; }

    public string? AnonymousUser { get; init; }

    public TimeSpan? IdleTimeout { get; init; }

    public int MaxUserSessions { get; init; } = 1000;

    /// <summary>The audit log's file; null for the default one in the data directory, empty for off.</summary>
    public string? Audit { get; init; }

    /// <summary>Whether the audit log has reads too.</summary>
    public bool AuditsReads { get; init; }

    public long AuditSize { get; init; } = 64L << 20;

    public int AuditDays { get; init; }

    public int AuditFiles { get; init; } = 10;

    public IPEndPoint? NetconfSsh { get; init; } = new(IPAddress.Loopback, 8830);

    public IPEndPoint? NetconfTls { get; init; }

    /// <summary>The Unix socket; null for the default one in the data directory, empty for off.</summary>
    public string? Socket { get; init; }

    public CredentialsMode Credentials { get; init; } = CredentialsMode.Except;

    public IReadOnlyList<string> FrontEnds { get; init; } = [];

    /// <summary>Where file URLs are; null for no such URLs.</summary>
    public string? UrlDirectory { get; init; }

    /// <summary>What http and https URLs may begin with.</summary>
    public IReadOnlyList<Uri> UrlPrefixes { get; init; } = [];

    public bool IsDemo { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public long MaxMessageSize { get; init; } = 64L << 20;

    public int MaxDepth { get; init; } = 128;

    public int MaxSessions { get; init; } = 1000;

    public int LoginAttempts { get; init; } = 6;

    public TimeSpan LoginGraceTime { get; init; } = TimeSpan.FromSeconds(60);

    public ServeRestconfOptions Restconf { get; init; } = new();

    public ServeJsonRpcOptions JsonRpc { get; init; } = new();

    /// <summary>The audit log, or null when it is off.</summary>
    public AuditLogOptions? AuditLog => Audit is "" ? null : new AuditLogOptions
    {
        Path = Audit ?? Path.Combine(DataDirectory, "audit.log"),
        MaxSize = AuditSize,
        MaxAge = AuditDays > 0 ? TimeSpan.FromDays(AuditDays) : null,
        MaxFiles = AuditFiles,
    };

    /// <summary>The socket's path, or null when it is off.</summary>
    public string? SocketPath => Socket switch
    {
        "" => null,
        null => Path.Combine(DataDirectory, "taiji.sock"),
        _ => Socket,
    };
}
