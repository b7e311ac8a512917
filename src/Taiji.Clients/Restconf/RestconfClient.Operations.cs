using System.Net;
using System.Text.Json;

namespace Taiji.Clients.Restconf;

/// <content>The operations (RFC 8040 §4, RFC 8072, RFC 8527).</content>
public sealed partial class RestconfClient
{
    /// <summary>GET: reads a resource.</summary>
    /// <param name="path">The data resource, <see cref="RestconfPath"/>; empty for the datastore.</param>
    /// <param name="query">What of it; null for all.</param>
    /// <param name="ifNoneMatch">The entity-tag of the caller's copy: nothing comes while that still holds. Null to read in any case.</param>
    /// <param name="datastore">An NMDA datastore's identity (RFC 8527), as <c>ietf-datastores:operational</c>; null for the unified one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RestconfResponse> GetAsync(
        string path, RestconfQuery? query = null, string? ifNoneMatch = null, string? datastore = null, CancellationToken cancellationToken = default)
    {
        using var request = Make(HttpMethod.Get, Data(path, datastore) + query?.ToQuery(), null, "yang-data");
        if (ifNoneMatch is not null) request.Headers.IfNoneMatch.ParseAdd(ifNoneMatch);
        return await ExchangeAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>HEAD: whether a resource exists, and its entity-tag; null when it doesn't.</summary>
    /// <param name="path">The data resource.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RestconfResponse?> HeadAsync(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            return await SendAsync(HttpMethod.Head, Data(path, null), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RestconfErrorException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>POST: creates a child of a resource.</summary>
    /// <param name="path">The parent; empty for the datastore.</param>
    /// <param name="content">The child.</param>
    /// <param name="edit">Its place, and conditions; null for none.</param>
    /// <param name="datastore">An NMDA datastore's identity; null for the unified one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>With the new resource's <see cref="RestconfResponse.Location"/>.</returns>
    public Task<RestconfResponse> PostAsync(
        string path, RestconfContent content, RestconfEditOptions? edit = null, string? datastore = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, Data(path, datastore) + edit?.ToQuery(), content, edit, cancellationToken: cancellationToken);

    /// <summary>PUT: creates or replaces a resource.</summary>
    /// <param name="path">The resource.</param>
    /// <param name="content">All of it.</param>
    /// <param name="edit">Its place, and conditions; null for none.</param>
    /// <param name="datastore">An NMDA datastore's identity; null for the unified one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RestconfResponse> PutAsync(
        string path, RestconfContent content, RestconfEditOptions? edit = null, string? datastore = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, Data(path, datastore) + edit?.ToQuery(), content, edit, cancellationToken: cancellationToken);

    /// <summary>PATCH: merges into a resource (RFC 8040 §4.6.1).</summary>
    /// <param name="path">The resource; empty for the datastore.</param>
    /// <param name="content">What changes.</param>
    /// <param name="edit">Conditions; null for none.</param>
    /// <param name="datastore">An NMDA datastore's identity; null for the unified one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RestconfResponse> PatchAsync(
        string path, RestconfContent content, RestconfEditOptions? edit = null, string? datastore = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Patch, Data(path, datastore), content, edit, cancellationToken: cancellationToken);

    /// <summary>PATCH with a YANG Patch (RFC 8072).</summary>
    /// <param name="path">The resource that the edits' targets are below; empty for the datastore.</param>
    /// <param name="patch">The edits.</param>
    /// <param name="edit">Conditions; null for none.</param>
    /// <param name="datastore">An NMDA datastore's identity; null for the unified one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RestconfErrorException">Nothing was done; <see cref="RestconfErrorException.PatchStatus"/> says which edits are why.</exception>
    public async Task<YangPatchStatus> YangPatchAsync(
        string path, YangPatch patch, RestconfEditOptions? edit = null, string? datastore = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        var answer = await SendAsync(HttpMethod.Patch, Data(path, datastore), RestconfContent.Json(patch.ToString()), edit, "yang-patch", cancellationToken).ConfigureAwait(false);
        var status = answer.Content is { } content && content.ToJson().TryGetProperty("ietf-yang-patch:yang-patch-status", out var read)
            ? YangPatchStatus.Read(read)
            : new YangPatchStatus("", true, [], []);
        return status.AllErrors.Any() ? throw new RestconfErrorException(answer.Status, [.. status.AllErrors]) { PatchStatus = status } : status;
    }

    /// <summary>DELETE: removes a resource, which must exist.</summary>
    /// <param name="path">The resource.</param>
    /// <param name="edit">Conditions; null for none.</param>
    /// <param name="datastore">An NMDA datastore's identity; null for the unified one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RestconfResponse> DeleteAsync(string path, RestconfEditOptions? edit = null, string? datastore = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, Data(path, datastore), null, edit, cancellationToken: cancellationToken);

    /// <summary>Invokes an rpc (RFC 8040 §4.4.2).</summary>
    /// <param name="operation">Its name with its module, as <c>acme-system:reboot</c>.</param>
    /// <param name="input">As <c>{"acme-system:input":{…}}</c>; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The output, as <c>{"acme-system:output":{…}}</c>; null for none.</returns>
    public async Task<RestconfContent?> InvokeRpcAsync(string operation, RestconfContent? input = null, CancellationToken cancellationToken = default) =>
        (await SendAsync(HttpMethod.Post, $"operations/{operation}", input, cancellationToken: cancellationToken).ConfigureAwait(false)).Content;

    /// <summary>Invokes an action of a node (RFC 8040 §3.6).</summary>
    /// <param name="path">The node's path and the action's name.</param>
    /// <param name="input">As <c>{"module:input":{…}}</c>; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The output; null for none.</returns>
    public async Task<RestconfContent?> InvokeActionAsync(string path, RestconfContent? input = null, CancellationToken cancellationToken = default) =>
        (await SendAsync(HttpMethod.Post, Data(path, null), input, cancellationToken: cancellationToken).ConfigureAwait(false)).Content;

    /// <summary>The revision of the YANG library that the server has (RFC 8040 §3.3.3), as <c>2019-01-04</c>.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string> GetYangLibraryVersionAsync(CancellationToken cancellationToken = default)
    {
        var content = (await SendAsync(HttpMethod.Get, "yang-library-version", cancellationToken: cancellationToken).ConfigureAwait(false)).GetContentOrThrow();
        return content.Encoding == RestconfEncoding.Xml ? content.ToElement().Value : content.ToJson().GetProperty("ietf-restconf:yang-library-version").GetString()!;
    }

    /// <summary>The names of the rpcs that can be invoked, each with its module (RFC 8040 §3.3.2).</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> GetOperationsAsync(CancellationToken cancellationToken = default)
    {
        var content = await ReadJsonAsync("operations", cancellationToken).ConfigureAwait(false);
        return content.TryGetProperty("ietf-restconf:operations", out var operations) ? [.. operations.EnumerateObject().Select(o => o.Name)] : [];
    }

    /// <summary>The optional things that the server can do: URIs as <c>urn:ietf:params:restconf:capability:depth:1.0</c> (RFC 8040 §9.1).</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> GetCapabilitiesAsync(CancellationToken cancellationToken = default)
    {
        var content = await ReadJsonAsync("data/ietf-restconf-monitoring:restconf-state/capabilities", cancellationToken).ConfigureAwait(false);
        return content.TryGetProperty("ietf-restconf-monitoring:capabilities", out var all) && all.TryGetProperty("capability", out var list)
            ? [.. list.EnumerateArray().Select(c => c.GetString()!)]
            : [];
    }

    private static string Data(string path, string? datastore)
    {
        ArgumentNullException.ThrowIfNull(path);
        var top = datastore is null ? "data" : $"ds/{datastore}";
        path = path.TrimStart('/');
        return path.Length == 0 ? top : $"{top}/{path}";
    }

    private async Task<JsonElement> ReadJsonAsync(string resource, CancellationToken cancellationToken)
    {
        using var request = Make(HttpMethod.Get, resource, null, "yang-data");
        request.Headers.Accept.Clear();
        request.Headers.Accept.ParseAdd("application/yang-data+json");
        return (await ExchangeAsync(request, cancellationToken).ConfigureAwait(false)).GetContentOrThrow().ToJson();
    }
}
