using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Server.RestconfApi.OpenApi;
using Taiji.Server.RestconfApi.Streams;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>Finds the resource that a request's path names (RFC 8040 §3.3, RFC 8527 §3.1).</summary>
internal static class ResourceTargetParser
{
    /// <summary>Parses the part of the path below the root resource.</summary>
    /// <param name="operations">Knows the schema, the datastores and the streams.</param>
    /// <param name="path">As sent, not decoded; empty or begins with a slash. One slash at its end is taken for none.</param>
    /// <exception cref="RestconfException">400 or 404.</exception>
    public static ResourceTarget Parse(Operations operations, ReadOnlySpan<char> path)
    {
        var (schema, datastores) = (operations.Schema, operations.Datastores);
        if (path.EndsWith('/')) path = path[..^1];
        if (path.IsEmpty) return new ResourceTarget(ResourceKind.Api);
        path = path[1..];
        var slash = path.IndexOf('/');
        var first = slash < 0 ? path : path[..slash];
        var rest = slash < 0 ? default : path[(slash + 1)..];
        if (slash >= 0 && rest.IsEmpty) throw RestconfException.BadRequest("The path has an empty segment.");
        return first switch
        {
            "data" => ParseData(schema, datastores, null, rest),
            "ds" => ParseDatastore(schema, datastores, rest),
            "operations" => rest.IsEmpty ? new ResourceTarget(ResourceKind.Operations) : OperationResources.Parse(schema, rest),
            "yang-library-version" when rest.IsEmpty => new ResourceTarget(ResourceKind.YangLibraryVersion),
            "streams" when !rest.IsEmpty => StreamTarget.Parse(operations, rest),
            "subscriptions" when !rest.IsEmpty => new ResourceTarget(ResourceKind.Subscription) { Stream = rest.ToString() },
            "openapi" => OpenApiTarget.Parse(schema, rest),
            "schemas" when !rest.IsEmpty => ModuleTexts.Parse(schema, rest),
            _ => throw RestconfException.NotFound($"There is no resource '{path}' in the RESTCONF root."),
        };
    }

    private static ResourceTarget ParseDatastore(YangSchema schema, DatastoreSwitches datastores, ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        var segment = slash < 0 ? path : path[..slash];
        if (!PercentEncoding.TryDecode(segment, out string? name)) throw RestconfException.BadRequest($"'{segment}' is not percent-encoded UTF-8.");
        Datastore? datastore = datastores.All.Cast<Datastore?>().FirstOrDefault(d => name == DatastoreNames.IdentityOf(d!.Value));
        if (datastore is null) throw RestconfException.NotFound($"There is no datastore '{name}'; a datastore is named with its module, as in ietf-datastores:operational.");
        if (slash >= 0 && slash == path.Length - 1) throw RestconfException.BadRequest("The path has an empty segment.");
        return ParseData(schema, datastores, datastore, slash < 0 ? default : path[(slash + 1)..]);
    }

    private static ResourceTarget ParseData(YangSchema schema, DatastoreSwitches datastores, Datastore? datastore, ReadOnlySpan<char> path)
    {
        var parsed = ResourcePathParser.Parse(schema, path);
        var isWritable = IsWritable(datastores, datastore);
        if (parsed.IsRoot) return new ResourceTarget(ResourceKind.Datastore) { Named = datastore, Path = parsed, IsWritable = isWritable };
        if (parsed.Node is not OperationNode action) return new ResourceTarget(ResourceKind.Data) { Named = datastore, Path = parsed, IsWritable = isWritable };
        if (datastore is null or Datastore.Operational) return new ResourceTarget(ResourceKind.Operation) { Named = datastore, Path = parsed.Parent, Operation = action };
        throw RestconfException.NotFound($"The action '{action.Name}' is only in the operational datastore (RFC 8527 §3.1).");
    }

    // The unified datastore takes edits by whichever way leads to running (RFC 8040 §1.4).
    private static bool IsWritable(DatastoreSwitches datastores, Datastore? datastore) => datastore switch
    {
        null => datastores.WritableRunning || datastores.Candidate,
        Datastore.Running => datastores.WritableRunning,
        _ => datastore == Datastore.Candidate,
    };
}
