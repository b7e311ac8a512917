using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Sessions;
using Taiji.Server.Http;

namespace Taiji.Server.RestconfApi;

/// <summary>
/// The sessions that requests run in: one for each user of a connection (with the groups and the address that its requests come with), as long as the connection lives; where the server has no
/// connections to tell apart, one for each request.
/// </summary>
internal sealed class RestconfSessions
{
    private readonly Operations _operations;

    public RestconfSessions(Operations operations) => _operations = operations;

    /// <summary>The session of a request.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="caller">The authenticated caller.</param>
    public Session Get(HttpContext context, AuthenticationResult.Accepted caller)
    {
        if (context.Features.Get<IConnectionItemsFeature>() is not { } connection || context.Features.Get<IConnectionLifetimeFeature>() is not { } lifetime)
        {
            var session = _operations.Sessions.Open(IdentityOf(context, caller));
            context.Response.RegisterForDispose(session);
            session.Closed.Register(context.Abort);
            return session;
        }

        // HTTP/2 serves requests of one connection side by side.
        lock (connection.Items)
        {
            if (connection.Items.TryGetValue(typeof(RestconfSessions), out var found)) return ((ConnectionSessions)found!).Get(context, caller);
            var sessions = new ConnectionSessions(_operations.Sessions, lifetime);
            connection.Items[typeof(RestconfSessions)] = sessions;
            lifetime.ConnectionClosed.Register(sessions.Dispose);
            return sessions.Get(context, caller);
        }
    }

    /// <summary>Who a request is from, for a session.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="caller">The authenticated caller.</param>
    internal static SessionIdentity IdentityOf(HttpContext context, AuthenticationResult.Accepted caller) =>
        new(caller.User, RestconfAuthentication.Transport) { Source = HttpFacts.SourceOf(context), Groups = caller.Groups };

    private sealed class ConnectionSessions(SessionTable table, IConnectionLifetimeFeature lifetime) : IDisposable
    {
        private readonly Dictionary<string, Session> _byCaller = [];
        private Session? _latest;
        private bool _isClosed;

        public Session Get(HttpContext context, AuthenticationResult.Accepted caller)
        {
            lock (_byCaller)
            {
                if (_latest is { } latest && Is(latest.Identity, context, caller)) return latest;
                // Behind one connection of a proxy the same user may come with other groups, and from elsewhere.
                var identity = IdentityOf(context, caller);
                var name = string.Join('\n', [identity.User, identity.Source?.Address.ToString() ?? "", .. identity.Groups.Order(StringComparer.Ordinal)]);
                if (_byCaller.TryGetValue(name, out var session)) return _latest = session;
                if (_isClosed) throw new OperationCanceledException("The connection is closed.");
                _latest = session = table.Open(identity);
                _byCaller.Add(name, session);
                // kill-session ends the connection (RFC 6241 §7.9).
                session.Closed.Register(lifetime.Abort);
                return session;
            }
        }

        private static bool Is(SessionIdentity identity, HttpContext context, AuthenticationResult.Accepted caller) =>
            identity.User == caller.User && Equals(identity.Source?.Address, context.Connection.RemoteIpAddress) && identity.Groups.SequenceEqual(caller.Groups);

        public void Dispose()
        {
            List<Session> sessions;
            lock (_byCaller)
            {
                _isClosed = true;
                sessions = [.. _byCaller.Values];
            }

            foreach (var session in sessions) session.Dispose();
        }
    }
}
