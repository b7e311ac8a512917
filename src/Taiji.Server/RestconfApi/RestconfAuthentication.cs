using System.Net;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Sessions;
using Taiji.Server.Http;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi;

/// <summary>HTTP Basic authentication (RFC 7617) against the server's users (RFC 8040 §2.5).</summary>
internal sealed class RestconfAuthentication
{
    private const string Transport = "restconf";
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
    public async ValueTask<SessionIdentity> AuthenticateAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var source = address is null ? null : new IPEndPoint(address, context.Connection.RemotePort);
        if (BasicCredentials.Parse(context.Request.Headers.Authorization) is { } credentials
            && await _authenticator.VerifyPasswordAsync(new LoginAttempt(credentials.User, Transport, source), credentials.Password, context.RequestAborted).ConfigureAwait(false))
        {
            return new SessionIdentity(credentials.User, Transport) { Source = source };
        }

        context.Response.Headers.WWWAuthenticate = _challenge;
        throw new RestconfException(
            StatusCodes.Status401Unauthorized, RestconfException.Protocol(ErrorTag.AccessDenied, "The request needs a user name and a password that the server knows (HTTP Basic authentication)."));
    }
}
