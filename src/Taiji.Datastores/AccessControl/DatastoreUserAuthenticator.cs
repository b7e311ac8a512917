using Taiji.Yang.Data;

namespace Taiji.Datastores.AccessControl;

/// <summary>Verifies users against running (RFC 7317 §3.5.2).</summary>
public sealed class DatastoreUserAuthenticator : IUserAuthenticator
{
    private readonly Func<DataTree> _running;
    private readonly LoginThrottle _throttle;
    private readonly VerifiedPasswords _verified;
    private readonly string _nobodysHash = CryptHash.Make(Guid.NewGuid().ToString());
    private long _failures;

    /// <summary>Makes the authenticator.</summary>
    /// <param name="running">Gives running as it is now.</param>
    /// <param name="time">The clock.</param>
    public DatastoreUserAuthenticator(Func<DataTree> running, TimeProvider time)
    {
        _running = running;
        _throttle = new LoginThrottle(time);
        _verified = new VerifiedPasswords(time);
    }

    /// <summary>Failed logins since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <inheritdoc/>
    public async ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken)
    {
        var running = _running();
        var hash = DatastoreUsers.For(running.Schema)?.PasswordHash(running, attempt.User);
        if (hash is not null && _verified.IsKnown(password, hash)) return true;
        await _throttle.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        // A user that isn't there costs a hash too, so that time doesn't tell.
        return Finish(attempt, _verified.Verify(password, hash ?? _nobodysHash) && hash is not null);
    }

    /// <inheritdoc/>
    public ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        // A client offers all of its keys, and none can be guessed: one that isn't the user's is no failed login, and nothing waits.
        var running = _running();
        return new(DatastoreUsers.For(running.Schema)?.HasKey(running, attempt.User, algorithm, key.Span) == true);
    }

    private bool Finish(LoginAttempt attempt, bool verified)
    {
        if (verified)
        {
            _throttle.Succeeded(attempt);
        }
        else
        {
            _throttle.Failed(attempt);
            Interlocked.Increment(ref _failures);
        }

        return verified;
    }
}
