using Microsoft.AspNetCore.Http;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Sessions;
using Taiji.Server.Http;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi;

/// <summary>Asks the server's authenticators who a request is from (RFC 8040 §2.5): a TLS client certificate, a bearer token, HTTP Basic (RFC 7617), or what a plug-in understands.</summary>
internal sealed class RestconfAuthentication
{
    /// <summary>The transport's name in sessions.</summary>
    public const string Transport = "restconf";

    private readonly IUserAuthenticator _authenticator;
    private readonly string _challenge;

    public RestconfAuthentication(IUserAuthenticator authenticator, RestconfOptions options)
    {
        _authenticator = authenticator;
        _challenge = $"Basic realm=\"{options.Realm.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\", charset=\"UTF-8\"";
    }

    /// <summary>Who the request is from.</summary>
    /// <param name="context">The exchange.</param>
    /// <exception cref="RestconfException">401 access-denied, with WWW-Authenticate.</exception>
    public async ValueTask<AuthenticationResult.Accepted> AuthenticateAsync(HttpContext context)
    {
        var facts = HttpFacts.Of(context, Transport);
        var result = await _authenticator.AuthenticateAsync(facts, context.RequestAborted).ConfigureAwait(false);
        if (result is AuthenticationResult.Accepted accepted) return accepted;
        context.Response.Headers.WWWAuthenticate = _challenge;
        // The answers to a challenge come with the request again (HttpFacts).
        if (result is AuthenticationResult.Challenged challenge) context.Response.Headers[HttpFacts.ChallengeHeader] = HttpFacts.Challenge(challenge);
        throw new RestconfException(
            StatusCodes.Status401Unauthorized, RestconfException.Protocol(ErrorTag.AccessDenied, "The request needs a user name and a password that the server knows (HTTP Basic authentication)."));
    }
}
