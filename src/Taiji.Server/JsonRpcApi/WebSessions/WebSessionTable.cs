using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Sessions;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.JsonRpcApi.WebSessions;

/// <summary>The sessions of the API by their cookies; ends those that are idle for too long.</summary>
internal sealed class WebSessionTable : IDisposable
{
    /// <summary>The transport of these sessions.</summary>
    public const string Transport = "jsonrpc";

    private readonly ConcurrentDictionary<string, WebSession> _byCookie = new(StringComparer.Ordinal);
    private readonly JsonRpcServer _server;
    private readonly ITimer? _sweep;

    public WebSessionTable(JsonRpcServer server)
    {
        _server = server;
        var timeout = server.Options.IdleTimeout;
        if (timeout <= TimeSpan.Zero) return;
        var period = TimeSpan.FromTicks(Math.Clamp(timeout.Ticks / 4, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute));
        _sweep = server.Time.CreateTimer(_ => Sweep(), null, period, period);
    }

    /// <summary>The live sessions.</summary>
    public IEnumerable<WebSession> All => _byCookie.Values;

    /// <summary>Where a request comes from.</summary>
    /// <param name="context">The exchange.</param>
    public static IPEndPoint? SourceOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, context.Connection.RemotePort) : null;

    /// <summary>Opens a session for a user who has logged in.</summary>
    /// <param name="user">The user.</param>
    /// <param name="context">The exchange, for the address and whether it is TLS.</param>
    /// <exception cref="JsonRpcException"><c>session.overload</c>.</exception>
    public WebSession Open(AuthenticationResult.Accepted user, HttpContext context)
    {
        if (_byCookie.Count >= _server.Options.MaxSessions)
            throw new JsonRpcException(Limits.Overload("sessions", _server.Options.MaxSessions));
        var session = new WebSession(NewCookie(), OpenDatastores(user, context), context.Request.IsHttps, _server);
        _byCookie[session.Cookie] = session;
        session.Closed.Register(() => _byCookie.TryRemove(session.Cookie, out _));
        return session;
    }

    /// <summary>The session that a cookie stands for; null when there is none, or none any more.</summary>
    /// <param name="cookie">The cookie's value.</param>
    public WebSession? Find(string cookie)
    {
        if (!_byCookie.TryGetValue(cookie, out var session)) return null;
        if (!IsOver(session)) return session;
        session.Datastores.Close(SessionEnd.Timeout);
        return null;
    }

    /// <summary>Ends all sessions: the server stops.</summary>
    public void Dispose()
    {
        _sweep?.Dispose();
        foreach (var session in _byCookie.Values) session.Datastores.Close(SessionEnd.Other);
    }

    // The datastores have limits of their own: of a user's sessions, say.
    private Session OpenDatastores(AuthenticationResult.Accepted user, HttpContext context)
    {
        try
        {
            return _server.Operations.Sessions.Open(new SessionIdentity(user.User, Transport) { Source = SourceOf(context), Groups = user.Groups });
        }
        catch (RpcErrorException e) when (e.Errors[0].Tag == ErrorTag.ResourceDenied)
        {
            throw new JsonRpcException(ErrorKind.Overload, e.Errors[0].Message);
        }
    }

    // Digits, as clients know it: 128 random bits.
    private static string NewCookie()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return "sess" + new UInt128(BitConverter.ToUInt64(random), BitConverter.ToUInt64(random[8..])).ToString(CultureInfo.InvariantCulture);
    }

    private bool IsOver(WebSession session) => _server.Options.IdleTimeout > TimeSpan.Zero && session.Idle >= _server.Options.IdleTimeout;

    private void Sweep()
    {
        foreach (var session in _byCookie.Values)
        {
            if (IsOver(session)) session.Datastores.Close(SessionEnd.Timeout);
        }
    }
}
