using Taiji.Server.RestconfApi.RuntimeSettings;
using Taiji.Server.RestconfApi.StagedEditing;
using Taiji.Yang.Encodings;

namespace Taiji.Server.RestconfApi;

/// <summary>How the RESTCONF server answers.</summary>
public sealed record RestconfOptions
{
    /// <summary>The root resource (RFC 8040 §3.1): an absolute path without a slash at its end.</summary>
    public string Root { get; set; } = "/restconf";

    /// <summary>The realm of HTTP Basic authentication (RFC 7617 §2).</summary>
    public string Realm { get; set; } = "taiji";

    /// <summary>The largest request body in bytes; a larger one is answered with 413.</summary>
    public long MaxRequestBodySize { get; set; } = 64L * 1024 * 1024;

    /// <summary>The deepest nesting of a request body; a deeper one is too-big.</summary>
    public int MaxBodyDepth { get; set; } = 128;

    /// <summary>The longest request target in characters; a longer one is answered with 414. The limit of all of HTTP (<see cref="Http.HttpFrontOptions.MaxTargetLength"/>) comes before it.</summary>
    public int MaxTargetLength { get; set; } = 8192;

    /// <summary>The basic-mode (RFC 8040 §9.1.2): how defaults appear when <c>with-defaults</c> doesn't say.</summary>
    public WithDefaults BasicMode { get; set; } = WithDefaults.Explicit;

    /// <summary>
    /// Scheme and authority by which clients reach the server (<c>https://router.example</c>), for the places of streams, subscriptions and module texts; null for where the client that reads of
    /// streams sent its request, and otherwise for the first address listened on.
    /// </summary>
    public string? PublicOrigin { get; set; }

    /// <summary>Whose edits are staged; nobody's unless it says so.</summary>
    public StagingOptions Staging { get; } = new();

    /// <summary>How clients prove who they are, where running doesn't say (<c>/taiji-restconf-server:restconf-server/auth-type</c>).</summary>
    public AuthType AuthType { get; set; }

    /// <summary>Who everybody is where <see cref="AuthType"/> is none.</summary>
    public string? AnonymousUser { get; set; }

    /// <summary>Whether edits are saved in a distinct startup datastore too (RFC 8040 §1.4).</summary>
    public bool UpdatesStartup { get; set; } = true;

    /// <summary>After how long without an event a stream says that it lives.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a subscription waits for the GET of its URI (RFC 8650 §3.4).</summary>
    public TimeSpan SubscriptionPatience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Scheme and authority of the server, once it listens.</summary>
    internal Func<string?>? Origin { get; set; }

    /// <summary>Whether replies are indented.</summary>
    public bool Indent { get; set; }
}
