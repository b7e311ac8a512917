using System.Net;
using Taiji.Datastores.AccessControl;
using Taiji.Ssh.Keys;
using Taiji.Ssh.ServerSide;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>Lets SSH ask the server's users.</summary>
internal sealed class SshUserAuthenticator(IUserAuthenticator users) : ISshAuthenticator
{
    /// <inheritdoc/>
    public ValueTask<bool> AuthenticatePasswordAsync(SshUserRequest request, string password, CancellationToken cancellationToken) =>
        users.VerifyPasswordAsync(Attempt(request), password, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> AuthenticatePublicKeyAsync(SshUserRequest request, SshPublicKey key, CancellationToken cancellationToken) =>
        users.VerifyPublicKeyAsync(Attempt(request), key.Algorithm, key.Blob, cancellationToken);

    private static LoginAttempt Attempt(SshUserRequest request) => new(request.User, NetconfSshListener.TransportName, request.RemoteEndPoint as IPEndPoint);
}
