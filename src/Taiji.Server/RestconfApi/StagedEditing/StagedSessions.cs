using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Encodings;

namespace Taiji.Server.RestconfApi.StagedEditing;

/// <summary>The sessions of users who stage: one for each user, whatever connections the requests come by, so that what was staged is there for the next one.</summary>
internal sealed class StagedSessions
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new();
    private readonly Operations _operations;
    private readonly RestconfOptions _options;

    public StagedSessions(Operations operations, RestconfOptions options)
    {
        _operations = operations;
        _options = options;
    }

    /// <summary>Whether a request's edits are staged.</summary>
    /// <param name="context">The exchange.</param>
    /// <exception cref="RestconfException">400: the header says something else than true or false, or it isn't looked at here.</exception>
    public bool Fits(HttpContext context)
    {
        var options = _options.Staging;
        var header = context.Request.Headers[StagingOptions.Header];
        if (options.Always || IsOf(options, context.Connection)) return header.Count == 0 || header == "true" ? true : throw Refused(header!, "edits of this listener are staged");
        if (header.Count == 0) return false;
        if (!options.ByHeader) throw Refused(header!, "the server does not stage by header");
        return header == "true" || (header == "false" ? false : throw Refused(header!, "expected true or false"));
    }

    /// <summary>The session of a user.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="caller">The authenticated caller.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">operation-not-supported: there is no candidate; resource-denied: too many sessions.</exception>
    public Session Get(HttpContext context, AuthenticationResult.Accepted caller)
    {
        _operations.Datastores.Demand(Datastore.Candidate);
        // Rights come with groups: whoever comes with others sees nothing of what was staged with these.
        var key = string.Join('\n', caller.Groups.Order(StringComparer.Ordinal).Prepend(caller.User));
        lock (_sessions)
        {
            if (_sessions.TryGetValue(key, out var session)) return session;
            session = _operations.Sessions.Open(RestconfSessions.IdentityOf(context, caller));
            (session.HasPrivateCandidate, session.LeavesStartup) = (true, !_options.UpdatesStartup);
            _sessions[key] = session;
            session.Closed.Register(() => _sessions.TryRemove(KeyValuePair.Create(key, session)));
            return session;
        }
    }

    /// <summary>What a staged request for the unified datastore is for: configuration in the user's candidate; state is where it always is.</summary>
    /// <param name="target">The target resource.</param>
    /// <param name="query">The query.</param>
    public static ResourceTarget Redirect(ResourceTarget target, QueryParameters query) =>
        target is { Named: null, Kind: ResourceKind.Datastore or ResourceKind.Data, Path.Node.IsConfig: true } && query.Content != ContentFilter.NonConfig
            ? target with { Named = Datastore.Candidate } : target;

    private static bool IsOf(StagingOptions options, ConnectionInfo connection)
    {
        if (connection.LocalIpAddress is not { } address) return options.UnixSockets;
        if (options.EndPoints.Count == 0) return false;
        foreach (var listener in options.EndPoints)
        {
            if (listener.Port != connection.LocalPort) continue;
            if (listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any) || listener.Address.Equals(address)) return true;
            if (address.IsIPv4MappedToIPv6 && listener.Address.Equals(address.MapToIPv4())) return true;
        }

        return false;
    }

    private static RestconfException Refused(string value, string why) => RestconfException.BadRequest($"The header '{StagingOptions.Header}: {value}' can't be followed: {why}.");
}
