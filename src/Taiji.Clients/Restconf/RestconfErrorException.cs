using System.Net;
using Taiji.Yang.Diagnostics;

namespace Taiji.Clients.Restconf;

/// <summary>A server's errors, all of them (RFC 8040 §7.1); where it sent none, one made of the status.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="errors">The errors.</param>
public sealed class RestconfErrorException(HttpStatusCode status, IReadOnlyList<RpcError> errors) : RpcErrorException(errors)
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>For a YANG Patch: the status of each edit (RFC 8072 §2.3); null otherwise.</summary>
    public YangPatchStatus? PatchStatus { get; init; }
}
