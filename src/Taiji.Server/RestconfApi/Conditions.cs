using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Taiji.Datastores.Store;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>The conditional headers of a request (RFC 9110 §13), evaluated in the order of its §13.2.2.</summary>
internal sealed class Conditions
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
    /// <param name="schema">The schema.</param>
    /// <param name="snapshot">The datastore that was read.</param>
    /// <param name="encoding">The representation to send.</param>
    public int? CheckRead(YangSchema schema, DatastoreSnapshot snapshot, DataEncoding encoding)
    {
        if (CheckWrite(schema, snapshot, exists: true, ignoreNoneMatch: true) is { } failed) return failed;
        var current = EntityTags.Of(schema, snapshot, encoding);
        if (_ifNoneMatch is not null)
        {
            foreach (var tag in _ifNoneMatch)
            {
                // Weak comparison (RFC 9110 §13.1.2).
                if (tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == current) return StatusCodes.Status304NotModified;
            }
        }

        return _ifModifiedSince is { } since && LastModified(snapshot) <= since ? StatusCodes.Status304NotModified : null;
    }

    /// <summary>412 when an edit must not be done, or null.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="snapshot">The datastore at the moment of the edit.</param>
    /// <param name="exists">Whether the target exists in it.</param>
    /// <param name="ignoreNoneMatch">Leaves If-None-Match out.</param>
    public int? CheckWrite(YangSchema schema, DatastoreSnapshot snapshot, bool exists, bool ignoreNoneMatch = false)
    {
        if (_ifMatch is not null && !(exists && _ifMatch.Any(t => t.Equals(EntityTagHeaderValue.Any) || (!t.IsWeak && EntityTags.Matches(schema, snapshot, t.Tag.ToString())))))
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        if (_ifUnmodifiedSince is { } unmodifiedSince && LastModified(snapshot) > unmodifiedSince) return StatusCodes.Status412PreconditionFailed;
        if (ignoreNoneMatch || _ifNoneMatch is null || !exists) return null;
        return _ifNoneMatch.Any(t => t.Equals(EntityTagHeaderValue.Any) || EntityTags.Matches(schema, snapshot, t.Tag.ToString()))
            ? StatusCodes.Status412PreconditionFailed
            : null;
    }

    /// <summary>When the datastore last changed, to the second: HTTP dates know nothing finer.</summary>
    /// <param name="snapshot">The datastore.</param>
    public static DateTimeOffset LastModified(DatastoreSnapshot snapshot) =>
        new(snapshot.LastModified.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static IList<EntityTagHeaderValue>? ParseTags(string header, StringValues values)
    {
        if (StringValues.IsNullOrEmpty(values)) return null;
        return EntityTagHeaderValue.TryParseStrictList(values!, out var tags)
            ? tags
            : throw RestconfException.BadRequest($"{header} is neither * nor a list of entity-tags in quotation marks.");
    }

    private static DateTimeOffset? ParseDate(StringValues values) => values.Count == 1 && HeaderUtilities.TryParseDate(values[0], out var date) ? date : null;
}
