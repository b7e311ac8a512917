using Microsoft.AspNetCore.Http;
using Taiji.Datastores;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>One request and its reply: what all methods need to know.</summary>
internal sealed class RestconfExchange
{
    public RestconfExchange(HttpContext context, Operations operations, RestconfOptions options)
    {
        Context = context;
        Operations = operations;
        Schema = operations.Schema;
        Options = options;
        RequestEncoding = ContentNegotiation.EncodingOf(context.Request.ContentType, out var isPatch);
        IsYangPatch = isPatch && RequestEncoding is not null;
        // Errors too need an encoding: the one that is accepted, else the request's own, else JSON (RFC 8040 §7.1).
        ReplyEncoding = Choose() ?? RequestEncoding ?? DataEncoding.Json;
    }

    public HttpContext Context { get; }

    public Operations Operations { get; }

    public RestconfOptions Options { get; }

    /// <summary>The schema in force when the request came.</summary>
    public YangSchema Schema { get; }

    /// <summary>The caller's session; set once authenticated.</summary>
    public Session Session { get; set; } = null!;

    /// <summary>Whether edits go to the user's own candidate rather than to running at once.</summary>
    public bool IsStaged { get; set; }

    /// <summary>The resource; set once parsed.</summary>
    public ResourceTarget Target { get; set; } = null!;

    /// <summary>The query, set once parsed.</summary>
    public QueryParameters Query { get; set; } = null!;

    /// <summary>The body's encoding; null when it is none of ours.</summary>
    public DataEncoding? RequestEncoding { get; }

    /// <summary>Whether the body is a YANG Patch rather than data (RFC 8072 §2).</summary>
    public bool IsYangPatch { get; }

    /// <summary>The reply's encoding.</summary>
    public DataEncoding ReplyEncoding { get; private set; }

    /// <summary>Whether the client would rather have a list as <c>application/yang-data+xml-list</c> (draft-ietf-netconf-list-pagination-rc §2.2).</summary>
    public bool IsXmlList { get; private set; }

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Cancelled when the server stops: replies without an end must come to theirs.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Refuses a request whose Accept allows neither encoding (RFC 8040 §5.2).</summary>
    /// <exception cref="RestconfException">406.</exception>
    public void RequireAcceptable()
    {
        var chosen = Choose();
        if (Target is { Kind: ResourceKind.Data, Path.IsWholeList: true })
        {
            var accept = Context.Request.Headers.Accept;
            IsXmlList = chosen switch
            {
                DataEncoding.Json => ContentNegotiation.Choose(accept, MediaTypes.YangDataJson, MediaTypes.YangDataXmlList) == 1,
                DataEncoding.Xml => ContentNegotiation.Choose(accept, MediaTypes.YangDataXmlList, MediaTypes.YangDataXml) == 0,
                _ => ContentNegotiation.Choose(accept, MediaTypes.YangDataXmlList) == 0,
            };
            if (IsXmlList)
            {
                ReplyEncoding = DataEncoding.Xml;
                return;
            }
        }

        if (chosen is not null) return;
        if (Context.Request.Headers.Accept.Any(a => a!.Contains("application/yang-collection", StringComparison.OrdinalIgnoreCase))) throw RestconfException.Collection();
        throw RestconfException.NotAcceptable(MediaTypes.YangDataJson, MediaTypes.YangDataXml);
    }

    /// <summary>The version of a resource.</summary>
    /// <param name="snapshot">The datastore.</param>
    /// <param name="resource">The resource; null for the target.</param>
    public ResourceVersion VersionOf(DatastoreSnapshot snapshot, DataPath? resource = null) =>
        new(Operations, snapshot, resource ?? Target.Path!, Target.Named is null or Datastore.Running);

    /// <summary>The version of the target as it was found.</summary>
    /// <param name="snapshot">The datastore.</param>
    /// <param name="found">What was found of it.</param>
    public ResourceVersion VersionOf(DatastoreSnapshot snapshot, in FoundData found)
    {
        // What isn't an entry may have been found by its default, or with state in it.
        var isEntry = found is { ListParent: null, First.Schema: ListNode } && ReferenceEquals(found.First.Tree, snapshot.Tree);
        return new ResourceVersion(Operations, snapshot, Target.Path!, Target.Named is null or Datastore.Running, isEntry ? found.First : null);
    }

    /// <summary>Sets ETag and Last-Modified (RFC 8040 §3.4.1, §3.5.1).</summary>
    /// <param name="snapshot">The datastore.</param>
    /// <param name="resource">The resource; null for the target.</param>
    public void SetVersion(DatastoreSnapshot snapshot, DataPath? resource = null) => SetVersion(VersionOf(snapshot, resource));

    /// <summary>As the other one.</summary>
    /// <param name="version">The resource's version.</param>
    public void SetVersion(in ResourceVersion version)
    {
        Context.Response.Headers.ETag = version.TagIn(ReplyEncoding);
        Context.Response.Headers.LastModified = HttpDate.Of(version.LastModified);
    }

    private DataEncoding? Choose()
    {
        var accept = Context.Request.Headers.Accept;
        var preferred = RequestEncoding ?? DataEncoding.Json;
        var other = preferred == DataEncoding.Json ? DataEncoding.Xml : DataEncoding.Json;
        return ContentNegotiation.Choose(accept, MediaTypes.Of(preferred), MediaTypes.Of(other)) switch
        {
            0 => preferred,
            1 => other,
            _ => null,
        };
    }
}
