using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Taiji.Server.RestconfApi;

/// <summary>The conditional headers of a request (RFC 9110 §13), evaluated in the order of its §13.2.2.</summary>
internal readonly struct Conditions
{
    private readonly IList<EntityTagHeaderValue>? _ifMatch;
    private readonly IList<EntityTagHeaderValue>? _ifNoneMatch;
    private readonly DateTimeOffset? _ifModifiedSince;
    private readonly DateTimeOffset? _ifUnmodifiedSince;

    /// <summary>Reads the headers.</summary>
    /// <param name="headers">The request's.</param>
    /// <exception cref="RestconfException">400 for entity-tags that aren't: ignoring them would edit unconditionally.</exception>
    public Conditions(IHeaderDictionary headers)
    {
        _ifMatch = ParseTags(HeaderNames.IfMatch, headers.IfMatch);
        _ifNoneMatch = ParseTags(HeaderNames.IfNoneMatch, headers.IfNoneMatch);
        if (_ifNoneMatch is null) _ifModifiedSince = ParseDate(headers.IfModifiedSince);
        if (_ifMatch is null) _ifUnmodifiedSince = ParseDate(headers.IfUnmodifiedSince);
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _ifMatch is null && _ifNoneMatch is null && _ifModifiedSince is null && _ifUnmodifiedSince is null;

    /// <summary>The status that a retrieval ends with: 304, 412, or null to go on.</summary>
    /// <param name="version">The resource as it was read.</param>
    /// <param name="encoding">The representation to send.</param>
    /// <param name="isWhole">Whether the version tells all of the representation: one with state in it is never unchanged.</param>
    public int? CheckRead(in ResourceVersion version, DataEncoding encoding, bool isWhole)
    {
        if (CheckWrite(version, exists: true, ignoreNoneMatch: true) is { } failed) return failed;
        if (!isWhole) return null;
        var current = version.TagIn(encoding);
        if (_ifNoneMatch is not null)
        {
            foreach (var tag in _ifNoneMatch)
            {
                // Weak comparison (RFC 9110 §13.1.2).
                if (tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == current) return StatusCodes.Status304NotModified;
            }
        }

        return _ifModifiedSince is { } since && version.LastModified <= since ? StatusCodes.Status304NotModified : null;
    }

    /// <summary>412 when an edit must not be done, or null.</summary>
    /// <param name="version">The resource at the moment of the edit.</param>
    /// <param name="exists">Whether the target exists in it.</param>
    /// <param name="ignoreNoneMatch">Leaves If-None-Match out.</param>
    public int? CheckWrite(in ResourceVersion version, bool exists, bool ignoreNoneMatch = false)
    {
        if (_ifMatch is not null && !(exists && MatchesAny(_ifMatch, version, strong: true))) return StatusCodes.Status412PreconditionFailed;

        if (_ifUnmodifiedSince is { } unmodifiedSince && version.LastModified > unmodifiedSince) return StatusCodes.Status412PreconditionFailed;
        if (ignoreNoneMatch || _ifNoneMatch is null || !exists) return null;
        return MatchesAny(_ifNoneMatch, version, strong: false) ? StatusCodes.Status412PreconditionFailed : null;
    }

    private static bool MatchesAny(IList<EntityTagHeaderValue> tags, in ResourceVersion version, bool strong)
    {
        foreach (var tag in tags)
        {
            if (tag.Equals(EntityTagHeaderValue.Any) || (!(strong && tag.IsWeak) && version.HasTag(tag.Tag.ToString()))) return true;
        }

        return false;
    }

    private static IList<EntityTagHeaderValue>? ParseTags(string header, StringValues values)
    {
        if (values.Count == 0) return null;
        // A list may be empty (RFC 9110 §5.6.1); no tag is in that one.
        if (values.All(string.IsNullOrWhiteSpace)) return [];
        return EntityTagHeaderValue.TryParseStrictList(values!, out var tags)
            ? tags
            : throw RestconfException.BadRequest($"{header} is neither * nor a list of entity-tags in quotation marks.");
    }

    private static DateTimeOffset? ParseDate(StringValues values) => values.Count == 1 && HeaderUtilities.TryParseDate(values[0], out var date) ? date : null;
}
