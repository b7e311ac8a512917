using System.Net;

namespace Taiji.Ssh;

/// <summary>How much an event matters.</summary>
public enum SshLogLevel
{
    /// <summary>For whoever looks for a fault in a client or in this transport.</summary>
    Debug,

    /// <summary>Normal and worth a line: a user logged in, a connection ended.</summary>
    Information,

    /// <summary>Refused or limited: failed logins, too many connections.</summary>
    Warning,

    /// <summary>A fault on this side.</summary>
    Error,
}

/// <summary>One thing that happened on a connection, for the host's log.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Message">A sentence without the end points and the user, which stand in their own fields.</param>
/// <param name="RemoteEndPoint">The peer, when it is about a connection.</param>
/// <param name="User">The user's name, when known.</param>
/// <param name="Exception">What was thrown, when something was.</param>
public readonly record struct SshLogEvent(
    SshLogLevel Level, string Message, EndPoint? RemoteEndPoint = null, string? User = null, Exception? Exception = null);
