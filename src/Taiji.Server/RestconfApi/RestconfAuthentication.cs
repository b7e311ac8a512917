using Microsoft.AspNetCore.Http;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Sessions;
using Taiji.Server.Http;
using Taiji.Server.RestconfApi.RuntimeSettings;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi;

/// <summary>Asks the server's authenticators who a request is from (RFC 8040 §2.5): a TLS client certificate, a bearer token, HTTP Basic (RFC 7617), or what a plug-in understands.</summary>
internal sealed class RestconfAuthentication
{
    /// <summary>The transport's name in sessions.</summary>
    public const string Transport = "restconf";

    private readonly IUserAuthenticator _authenticator;
    private readonly string _challenge;
    private readonly RestconfState _state;

    public RestconfAuthentication(IUserAuthenticator authenticator, RestconfOptions options, RestconfState state)
    {
        _state = state;
        _authenticator = authenticator;
        _challenge = $"Basic realm=\"{options.Realm.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\", charset=\"UTF-8\"";
    }

    /// <summary>Who the request is from.</summary>
    /// <param name="context">The exchange.</param>
    /// <exception cref="RestconfException">401 access-denied, with WWW-Authenticate.</exception>
    public async ValueTask<AuthenticationResult.Accepted> AuthenticateAsync(HttpContext context)
    {
        var facts = HttpFacts.Of(context, Transport);
        var settings = _state.Authentication;
        if (settings is { Type: AuthType.None, AnonymousUser: { } anybody }) return new AuthenticationResult.Accepted(anybody);
        var result = Allowed(facts, settings.Type) is { } allowed ? await _authenticator.AuthenticateAsync(allowed, context.RequestAborted).ConfigureAwait(false) : null;
        if (result is AuthenticationResult.Accepted accepted) return accepted;
        // No scheme of HTTP's asks for a certificate, but a 401 has to name one (RFC 9110 §15.5.2).
        context.Response.Headers.WWWAuthenticate = settings.Type == AuthType.ClientCertificate ? "Certificate" : _challenge;
        if (settings.Type == AuthType.ClientCertificate)
            throw new RestconfException(StatusCodes.Status401Unauthorized, RestconfException.Protocol(ErrorTag.AccessDenied, "The request needs a TLS client certificate of somebody whom the server knows."));
        // The answers to a challenge come with the request again (HttpFacts).
        if (result is AuthenticationResult.Challenged challenge) context.Response.Headers[HttpFacts.ChallengeHeader] = HttpFacts.Challenge(challenge);
        throw new RestconfException(
            StatusCodes.Status401Unauthorized, RestconfException.Protocol(ErrorTag.AccessDenied, "The request needs a user name and a password that the server knows (HTTP Basic authentication)."));
    }

    /// <summary>What of the facts counts; null when there is nothing that may be looked at.</summary>
    private static TransportFacts? Allowed(TransportFacts facts, AuthType type) => type switch
    {
        AuthType.ClientCertificate => facts.Certificates.Count == 0 ? null : facts with { User = null, Password = null, Header = static _ => null, Answers = [] },
        AuthType.User => facts.Header("Authorization") is null && facts.Answers.Count == 0 ? null : facts with { Certificates = [] },
        _ => facts,
    };
}
