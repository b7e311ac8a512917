using Taiji.Datastores.AccessControl;

namespace Plugins;

/// <summary>An authenticator: here a directory of other users; a real one asks LDAP, RADIUS or a file. What it lets in, access control still rules.</summary>
public sealed class GuestAuthenticator : IUserAuthenticator
{
    public ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) =>
        new(attempt.User == "guest" && password == "welcome");

    public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => new(false);
}
