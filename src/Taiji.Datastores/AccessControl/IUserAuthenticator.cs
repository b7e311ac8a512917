using System.Net;
using Taiji.Datastores.AccessControl.Logins;

namespace Taiji.Datastores.AccessControl;

/// <summary>Who a login attempt is for and where it comes from.</summary>
/// <param name="User">The user name claimed.</param>
/// <param name="Transport">The transport, as in <see cref="Sessions.SessionIdentity.Transport"/>.</param>
/// <param name="Source">The client's address, or null when local.</param>
public sealed record LoginAttempt(string User, string Transport, IPEndPoint? Source);

/// <summary>Finds out who clients are: what protocols ask. Failures are slowed and counted in one place.</summary>
public interface IUserAuthenticator
{
    /// <summary>Verifies a password. Takes the same time for an unknown user as for a wrong password.</summary>
    /// <param name="attempt">Who.</param>
    /// <param name="password">The clear-text password.</param>
    /// <param name="cancellationToken">The client went away.</param>
    ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken);

    /// <summary>Tells whether the user may log in with a public key; the transport has verified, or will verify, the signature.</summary>
    /// <param name="attempt">Who.</param>
    /// <param name="algorithm">The key's algorithm, e.g. <c>ssh-ed25519</c>.</param>
    /// <param name="key">The key blob as in RFC 4253 §6.6.</param>
    /// <param name="cancellationToken">The client went away.</param>
    ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Finds out who a client is, by whatever its transport knows of it.</summary>
    /// <param name="facts">What the transport knows.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <returns>Accepted, refused or challenged.</returns>
    async ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken)
    {
        var attempt = new LoginAttempt(facts.User ?? "", facts.Transport, facts.Source);
        var isKnown = facts switch
        {
            { User: not null, Password: { } password } => await VerifyPasswordAsync(attempt, password, cancellationToken).ConfigureAwait(false),
            { User: not null, Key: { } key } => await VerifyPublicKeyAsync(attempt, key.Algorithm, key.Blob, cancellationToken).ConfigureAwait(false),
            _ => false,
        };
        return isKnown ? new AuthenticationResult.Accepted(attempt.User) : new AuthenticationResult.Refused("unknown user, wrong password or key");
    }
}
