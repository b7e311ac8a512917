using System.Net;

namespace Taiji.Server.RestconfApi.StagedEditing;

/// <summary>Whose edits are staged: they wait in a candidate of the user's own until <c>taiji-staging:staging-commit</c>. Whose aren't is a transaction each (RFC 8040 §1.4).</summary>
public sealed class StagingOptions
{
    /// <summary>The request header that asks for staging, where <see cref="ByHeader"/> lets it: <c>true</c> or <c>false</c>.</summary>
    public const string Header = "Taiji-Staging";

    /// <summary>Whether a request stages when it has the header.</summary>
    public bool ByHeader { get; set; }

    /// <summary>Whether every request stages.</summary>
    public bool Always { get; set; }

    /// <summary>Whether requests that come by Unix sockets stage.</summary>
    public bool UnixSockets { get; set; }

    /// <summary>The listeners whose requests stage.</summary>
    public ISet<IPEndPoint> EndPoints { get; } = new HashSet<IPEndPoint>();
}
