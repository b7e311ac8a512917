using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores;
using Taiji.Datastores.Sessions;

namespace Taiji.Server.RestconfApi;

/// <summary>
/// The sessions that requests run in: one for each user of a connection, as long as the connection lives; where the server has no connections to tell apart, one for each request.
/// </summary>
internal sealed class RestconfSessions
{
    private readonly Operations _operations;

    public RestconfSessions(Operations operations) => _operations = operations;

    /// <summary>The session of a request.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="identity">The authenticated caller.</param>
    public Session Get(HttpContext context, SessionIdentity identity)
    {
        if (context.Features.Get<IConnectionItemsFeature>() is not { } connection || context.Features.Get<IConnectionLifetimeFeature>() is not { } lifetime)
        {
            var session = _operations.Sessions.Open(identity);
            context.Response.RegisterForDispose(session);
            session.Closed.Register(context.Abort);
            return session;
        }

        // HTTP/2 serves requests of one connection side by side.
        lock (connection.Items)
        {
            if (connection.Items.TryGetValue(typeof(RestconfSessions), out var found)) return ((ConnectionSessions)found!).Get(identity);
            var sessions = new ConnectionSessions(_operations.Sessions, lifetime);
            connection.Items[typeof(RestconfSessions)] = sessions;
            lifetime.ConnectionClosed.Register(sessions.Dispose);
            return sessions.Get(identity);
        }
    }

    private sealed class ConnectionSessions(SessionTable table, IConnectionLifetimeFeature lifetime) : IDisposable
    {
        private readonly Dictionary<string, Session> _byCaller = [];
        private bool _isClosed;

        public Session Get(SessionIdentity identity)
        {
            lock (_byCaller)
            {
                // Behind one connection of a proxy the same user may come with other groups, and from elsewhere.
                var caller = string.Join('\n', [identity.User, identity.Source?.Address.ToString() ?? "", .. identity.Groups.Order(StringComparer.Ordinal)]);
                if (_byCaller.TryGetValue(caller, out var session)) return session;
                if (_isClosed) throw new OperationCanceledException("The connection is closed.");
                session = table.Open(identity);
                _byCaller.Add(caller, session);
                // kill-session ends the connection (RFC 6241 §7.9).
                session.Closed.Register(lifetime.Abort);
                return session;
            }
        }

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
