using System.Text.Json.Nodes;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.SessionMethods;

/// <summary>What <c>login</c> and <c>challenge_response</c> end in.</summary>
internal static class SessionStart
{
    /// <summary>Opens the session and sets the cookie.</summary>
    /// <param name="call">The call.</param>
    /// <param name="user">Who has authenticated.</param>
    public static void Begin(MethodCall call, AuthenticationResult.Accepted user)
    {
        // Only who has authenticated sees the notice.
        if (call.Server.Options.LoginNotice is { } notice && !call.Arguments.Flag("ack_warning"))
            throw new JsonRpcException(new JsonRpcError(ErrorKind.Failed, new JsonObject { ["reason"] = "the warning must be acknowledged", ["warning"] = notice }));
        var session = call.Server.Sessions.Open(user, call.Http);
        call.Exchange.Session?.Leave();
        session.Enter();
        call.Exchange.Session = session;
        SessionCookie.Set(call.Http, session, call.Server.Options);
        if (call.Server.Options.LoginWarning is { } warning) call.Answer("warning", warning);
    }
}
