using System.Text;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores.AccessControl.Logins;
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
        if (call.Http.Response.HasStarted) throw new JsonRpcException(ErrorKind.Failed, "a WebSocket belongs to the session that it was opened with: log in by POST");
        if (arguments.Has("user") != arguments.Has("passwd"))
            throw new JsonRpcException(JsonRpcError.About(ErrorKind.MissingParams, arguments.Has("user") ? "passwd" : "user"));
        // Without parameters: by what the HTTP request shows (Basic, a token, a certificate).
        var facts = HttpFacts.Of(call.Http, WebSessionTable.Transport) with { Answers = [], Header = HeadersOf(call.Http) };
        if (arguments.Has("user")) facts = facts with { User = arguments.Text("user"), Password = arguments.Text("passwd"), Header = static _ => null, Certificates = [] };
        else if (facts is { User: null, Certificates: [] } && facts.Header("Authorization") is null) throw new JsonRpcException(ErrorKind.Failed, "the request has no credentials");
        await LoginStep.RunAsync(call, facts, "wrong user name or password").ConfigureAwait(false);
    }

    // Kept beyond the request when there is a question to be answered.
    private static Func<string, string?> HeadersOf(HttpContext context)
    {
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return name => headers.GetValueOrDefault(name);
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
        if (call.Http.Response.HasStarted || call.Server.Challenges.Take(call.Arguments.Text("challenge_id")) is not { } facts) throw new JsonRpcException(ErrorKind.Failed, "there is no such challenge");
        await LoginStep.RunAsync(call, facts with { Answers = [call.Arguments.Text("response")] }, "wrong response").ConfigureAwait(false);
    }
}

/// <summary>A step of a login: ends in a session, a question, or a refusal.</summary>
internal static class LoginStep
{
    /// <summary>Asks the server's authenticators.</summary>
    /// <param name="call">The call.</param>
    /// <param name="facts">What is known of the client.</param>
    /// <param name="refusal">What a refused client is told.</param>
    public static async ValueTask RunAsync(MethodCall call, TransportFacts facts, string refusal)
    {
        switch (await call.Server.Authenticator.AuthenticateAsync(facts, call.Cancelled).ConfigureAwait(false))
        {
            case AuthenticationResult.Accepted accepted:
                SessionStart.Begin(call, accepted);
                return;
            case AuthenticationResult.Challenged challenge:
                call.Result.WriteStartObject();
                call.Result.WriteString("challenge_id"u8, call.Server.Challenges.Add(facts));
                call.Result.WriteBase64String("challenge_prompt"u8, Encoding.UTF8.GetBytes(string.Join('\n', challenge.Prompts.Select(p => p.Text))));
                call.Result.WriteEndObject();
                return;
            default:
                throw new JsonRpcException(ErrorKind.Failed, refusal);
        }
    }
}
