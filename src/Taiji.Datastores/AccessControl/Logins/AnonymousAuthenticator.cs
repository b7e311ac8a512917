namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>Lets everybody in who shows nothing at all, as one named user. Must be asked for; comes last.</summary>
/// <param name="user">The user's name: rules say what it may do.</param>
public sealed class AnonymousAuthenticator(string user) : IAuthenticator
{
    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) => new(
        facts is { User: null, Password: null, Key: null } && facts.Header("Authorization") is null
            ? new AuthenticationResult.Accepted(user) : AuthenticationResult.Undecided);
}
