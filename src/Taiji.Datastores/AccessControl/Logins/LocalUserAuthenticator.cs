using Taiji.Yang.Data;

namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>Passwords and SSH keys of running's users (RFC 7317 §3.5). Leaves users that it doesn't know to others, after the same work.</summary>
public sealed class LocalUserAuthenticator : IAuthenticator
{
    private readonly Func<DataTree> _running;
    private readonly VerifiedPasswords _verified;
    private readonly Func<string, string, bool> _verify;
    private readonly string _nobodysHash;

    // HTTP asks twice with every request, and mostly for one user.
    private LookedUp? _last;

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
        _verify = verify;
        _nobodysHash = CryptHash.Make(Guid.NewGuid().ToString());
    }

    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public bool Knows(TransportFacts facts) => facts is { User: { } user, Password: { } password } && LookUp(user).Hash is { } hash && _verified.IsKnown(password, hash);

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken) => new(facts switch
    {
        { User: { } user, Password: { } password } => ByPassword(user, password),
        { User: { } user, Key: { } key } => ByKey(user, key),
        _ => AuthenticationResult.Undecided,
    });

    private AuthenticationResult ByPassword(string user, string password)
    {
        var found = LookUp(user);
        var hash = found.Hash;
        if (hash is not null && _verified.IsKnown(password, hash)) return found.Accepted;
        if (hash is null)
        {
            // A user that isn't there costs a hash too, of the users' own kind, so that time doesn't tell. What it comes to is neither used nor remembered.
            _ = _verify(password, DatastoreUsers.For(found.Running.Schema)?.AnyPasswordHash(found.Running) ?? _nobodysHash);
            return AuthenticationResult.Undecided;
        }

        return _verified.Verify(password, hash) ? found.Accepted : new AuthenticationResult.Refused("wrong password");
    }

    private AuthenticationResult ByKey(string user, PublicKey key)
    {
        var running = _running();
        return DatastoreUsers.For(running.Schema)?.HasKey(running, user, key.Algorithm, key.Blob.Span) == true ? new AuthenticationResult.Accepted(user) : AuthenticationResult.Undecided;
    }

    private LookedUp LookUp(string user)
    {
        var running = _running();
        var last = Volatile.Read(ref _last);
        if (last is not null && ReferenceEquals(last.Running, running) && last.Accepted.User == user) return last;
        var hash = DatastoreUsers.For(running.Schema)?.PasswordHash(running, user);
        var found = new LookedUp(running, new AuthenticationResult.Accepted(user), hash);
        Volatile.Write(ref _last, found);
        return found;
    }

    private sealed record LookedUp(DataTree Running, AuthenticationResult.Accepted Accepted, string? Hash);
}
