using Taiji.Datastores.Store;
using Taiji.Server.RestconfApi.OpenApi;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>The resource types (RFC 8040 §3).</summary>
internal enum ResourceKind
{
    /// <summary><c>{+restconf}</c> (§3.3).</summary>
    Api,

    /// <summary><c>{+restconf}/data</c> (§3.4) or <c>{+restconf}/ds/…</c> (RFC 8527 §3.1).</summary>
    Datastore,

    /// <summary>A data node (§3.5), or all entries of a list or leaf-list.</summary>
    Data,

    /// <summary><c>{+restconf}/operations</c> (§3.3.2).</summary>
    Operations,

    /// <summary>An rpc or action (§3.6).</summary>
    Operation,

    /// <summary><c>{+restconf}/yang-library-version</c> (§3.3.3).</summary>
    YangLibraryVersion,

    /// <summary>A module's text (§3.7).</summary>
    ModuleText,

    /// <summary>An event stream (§6.3).</summary>
    Stream,

    /// <summary>A dynamic subscription (RFC 8650 §3.4).</summary>
    Subscription,

    /// <summary><c>{+restconf}/openapi</c>, or a module's document in it.</summary>
    OpenApi,
}

/// <summary>The resource that a request is for.</summary>
/// <param name="Kind">Its type.</param>
internal sealed record ResourceTarget(ResourceKind Kind)
{
    /// <summary>The datastore named by <c>ds</c>; null for the unified datastore of <c>{+restconf}/data</c>.</summary>
    public Datastore? Named { get; init; }

    /// <summary>The data node; for an action the one it is defined in; null for other resources.</summary>
    public DataPath? Path { get; init; }

    /// <summary>The rpc or action.</summary>
    public OperationNode? Operation { get; init; }

    /// <summary>The text of a module or submodule.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>Which document of <c>{+restconf}/openapi</c>.</summary>
    public OpenApiTarget? OpenApi { get; init; }

    /// <summary>The stream's name; the key of a subscription.</summary>
    public string? Stream { get; init; }

    /// <summary>The encoding of the stream's events.</summary>
    public DataEncoding StreamEncoding { get; init; }

    /// <summary>The methods it allows, as an Allow header (RFC 9110 §10.2.1).</summary>
    public string Allow => Kind switch
    {
        ResourceKind.Operation => "OPTIONS, POST",
        ResourceKind.Datastore when IsWritable => "GET, HEAD, OPTIONS, PATCH, POST, PUT",
        ResourceKind.Data when IsWritable && Path is { IsWholeList: false, Node.IsConfig: true } and not { Node: LeafNode { IsKey: true } } => Path.Node is ContainerNode or ListNode
            ? "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
            : "DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
        _ => "GET, HEAD, OPTIONS",
    };

    /// <summary>Whether it allows a method.</summary>
    /// <param name="method">The method.</param>
    public bool Allows(string method)
    {
        var allow = Allow.AsSpan();
        foreach (var range in allow.Split(", "))
        {
            if (allow[range].SequenceEqual(method)) return true;
        }

        return false;
    }

    /// <summary>Whether it takes PATCH.</summary>
    public bool IsPatchable => Allow.Contains("PATCH", StringComparison.Ordinal);

    /// <summary>Whether the datastore can be edited.</summary>
    public bool IsWritable { get; init; }
}
