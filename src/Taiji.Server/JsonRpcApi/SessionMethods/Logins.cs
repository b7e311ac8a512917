using System.Text;
using Taiji.Datastores.AccessControl;
using Taiji.Server.Http;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;

namespace Taiji.Server.JsonRpcApi.SessionMethods;

/// <summary>Opens a session: with a user and a password, or without parameters by the credentials of the HTTP request.</summary>
internal sealed class Login() : JsonRpcMethod("login", Parameter.Text("user").Optional(), Parameter.Text("passwd").Optional(), Parameter.Boolean("ack_warning"))
{
    /// <inheritdoc/>
    public override bool NeedsSession => false;

    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call)
    {
        var arguments = call.Arguments;
        if (arguments.Has("user") != arguments.Has("passwd"))
            throw new JsonRpcException(JsonRpcError.About(ErrorKind.MissingParams, arguments.Has("user") ? "passwd" : "user"));
        var given = arguments.Has("user") ? (arguments.Text("user"), arguments.Text("passwd")) : BasicCredentials.Parse(call.Http.Request.Headers.Authorization);
        if (given is not ({ } user, { } password)) throw new JsonRpcException(ErrorKind.Failed, "the request has no credentials");
        var attempt = new LoginAttempt(user, WebSessionTable.Transport, WebSessionTable.SourceOf(call.Http));
        if (!await call.Server.Authenticator.VerifyPasswordAsync(attempt, password, call.Cancelled).ConfigureAwait(false))
            throw new JsonRpcException(ErrorKind.Failed, "wrong user name or password");
        if (call.Server.SecondFactor is { } factor && await factor.ChallengeAsync(user, call.Cancelled).ConfigureAwait(false) is { } challenge)
        {
            call.Result.WriteStartObject();
            call.Result.WriteString("challenge_id"u8, call.Server.Challenges.Add(user, challenge));
            call.Result.WriteBase64String("challenge_prompt"u8, Encoding.UTF8.GetBytes(challenge.Prompt));
            call.Result.WriteEndObject();
            return;
        }

        SessionStart.Begin(call, user);
    }
}

/// <summary>Answers the question that a login was answered with.</summary>
internal sealed class ChallengeResponse() : JsonRpcMethod("challenge_response", Parameter.Text("challenge_id"), Parameter.Text("response"), Parameter.Boolean("ack_warning"))
{
    /// <inheritdoc/>
    public override bool NeedsSession => false;

    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call)
    {
        if (call.Server.SecondFactor is not { } factor || call.Server.Challenges.Take(call.Arguments.Text("challenge_id")) is not { } pending)
            throw new JsonRpcException(ErrorKind.Failed, "there is no such challenge");
        if (!await factor.VerifyAsync(pending.Challenge, call.Arguments.Text("response"), call.Cancelled).ConfigureAwait(false))
            throw new JsonRpcException(ErrorKind.Failed, "wrong response");
        SessionStart.Begin(call, pending.User);
    }
}
