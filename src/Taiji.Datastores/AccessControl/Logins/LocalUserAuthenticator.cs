using Taiji.Yang.Data;

namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>Passwords and SSH keys of running's users (RFC 7317 §3.5). Leaves users that it doesn't know to others, after the same work.</summary>
public sealed class LocalUserAuthenticator : IAuthenticator
{
    private readonly Func<DataTree> _running;
    private readonly VerifiedPasswords _verified;
    private readonly string _nobodysHash;

    /// <summary>Makes the authenticator.</summary>
    /// <param name="running">Gives running as it is now.</param>
    /// <param name="time">The clock.</param>
    public LocalUserAuthenticator(Func<DataTree> running, TimeProvider time)
        : this(running, time, CryptHash.Verify)
    {
    }

    internal LocalUserAuthenticator(Func<DataTree> running, TimeProvider time, Func<string, string, bool> verify)
    {
        _running = running;
        _verified = new VerifiedPasswords(time, verify);
        _nobodysHash = CryptHash.Make(Guid.NewGuid().ToString());
    }

    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public bool Knows(TransportFacts facts) => facts is { User: { } user, Password: { } password } && HashOf(user) is { } hash && _verified.IsKnown(password, hash);

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) => new(facts switch
    {
        { User: { } user, Password: { } password } => ByPassword(user, password),
        { User: { } user, Key: { } key } => ByKey(user, key),
        _ => AuthenticationResult.Undecided,
    });

    private AuthenticationResult ByPassword(string user, string password)
    {
        var hash = HashOf(user);
        if (hash is not null && _verified.IsKnown(password, hash)) return new AuthenticationResult.Accepted(user);
        // A user that isn't there costs a hash too, so that time doesn't tell.
        var isRight = _verified.Verify(password, hash ?? _nobodysHash);
        if (hash is null) return AuthenticationResult.Undecided;
        return isRight ? new AuthenticationResult.Accepted(user) : new AuthenticationResult.Refused("wrong password");
    }

    private AuthenticationResult ByKey(string user, PublicKey key)
    {
        var running = _running();
        return DatastoreUsers.For(running.Schema)?.HasKey(running, user, key.Algorithm, key.Blob.Span) == true ? new AuthenticationResult.Accepted(user) : AuthenticationResult.Undecided;
    }

    private string? HashOf(string user)
    {
        var running = _running();
        return DatastoreUsers.For(running.Schema)?.PasswordHash(running, user);
    }
}
