using System.Globalization;
using Taiji.Datastores.Sessions;

namespace Taiji.Server.JsonRpcApi.WebSessions;

/// <summary>How sessions of all protocols are told to clients.</summary>
internal static class SessionDescription
{
    /// <summary>A line such as <c>admin http (webui from 192.0.2.3) on since 2026-11-28 14:50:30</c>.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">The session.</param>
    public static string Of(JsonRpcServer server, Session session) =>
        $"{session.User} {ProtocolOf(server, session)} ({ContextOf(session)} from {AddressOf(session)}) on since {session.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}";

    /// <summary><c>webui</c>, <c>netconf</c>, <c>cli</c>, <c>rest</c> or <c>system</c>.</summary>
    /// <param name="session">The session.</param>
    public static string ContextOf(Session session) => ContextOf(session.Identity.Transport);

    /// <summary>As the other one.</summary>
    /// <param name="transport">The session's transport; null for the server itself.</param>
    public static string ContextOf(string? transport) => transport switch
    {
        WebSessionTable.Transport => "webui",
        "restconf" => "rest",
        null => "system",
        _ when transport.StartsWith("netconf", StringComparison.Ordinal) => "netconf",
        _ when transport.StartsWith("cli", StringComparison.Ordinal) => "cli",
        _ => "system",
    };

    /// <summary><c>ssh</c>, <c>tcp</c>, <c>console</c>, <c>http</c>, <c>https</c> or <c>system</c>.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">The session.</param>
    public static string ProtocolOf(JsonRpcServer server, Session session) => session.Identity.Transport switch
    {
        WebSessionTable.Transport => server.Sessions.All.FirstOrDefault(s => s.Datastores == session) is { IsSecure: true } ? "https" : "http",
        "restconf" => "http",
        "netconf-ssh" => "ssh",
        "netconf-tls" => "tcp",
        "netconf-unix" => "console",
        _ when session.Identity.Transport.EndsWith("ssh", StringComparison.Ordinal) => "ssh",
        _ => "system",
    };

    /// <summary>The client's address.</summary>
    /// <param name="session">The session.</param>
    public static string AddressOf(Session session) => session.Identity.Source?.Address.ToString() ?? "127.0.0.1";
}
