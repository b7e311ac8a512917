using System.Net;

namespace Taiji.Clients.Restconf;

/// <summary>An answer.</summary>
/// <param name="Status">200, 201, 204, or 304 where the caller's copy still holds.</param>
/// <param name="Content">The body; null when there is none.</param>
/// <param name="EntityTag">The resource's entity-tag with its quotes, for <see cref="RestconfEditOptions.IfMatch"/>; null when it has none.</param>
/// <param name="LastModified">When the resource was changed last; null when that isn't known.</param>
/// <param name="Location">Where a resource was created; null otherwise.</param>
public sealed record RestconfResponse(HttpStatusCode Status, RestconfContent? Content, string? EntityTag, DateTimeOffset? LastModified, Uri? Location)
{
    /// <summary>Whether the caller's copy still holds.</summary>
    public bool IsNotModified => Status == HttpStatusCode.NotModified;

    /// <summary>The body.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public RestconfContent GetContentOrThrow() => Content ?? throw new InvalidOperationException($"The answer {(int)Status} has no content.");
}
