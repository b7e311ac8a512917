using Microsoft.Extensions.Logging;

namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>How logins went since the server started.</summary>
/// <param name="Succeeded">Let in.</param>
/// <param name="Failed">Not let in.</param>
/// <param name="Slowed">Made to wait because of earlier failures.</param>
public readonly record struct LoginCounts(long Succeeded, long Failed, long Slowed);

/// <summary>Asks the authenticators in order; the first that decides wins, and nobody is let in by default. Failures are slowed per user and per source, and counted.</summary>
public sealed partial class Authentication : IUserAuthenticator
{
    private readonly IReadOnlyList<IAuthenticator> _authenticators;
    private readonly LoginThrottle _throttle;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _succeeded, _failed, _slowed;

    /// <summary>Makes it.</summary>
    /// <param name="authenticators">In the order in which they are asked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of refusals.</param>
    public Authentication(IEnumerable<IAuthenticator> authenticators, TimeProvider time, ILogger<Authentication> logger)
    {
        _authenticators = [.. authenticators];
        _throttle = new LoginThrottle(time);
        _time = time;
        _logger = logger;
    }

    /// <summary>Raised when a login was decided: what was known, and whether it was let in.</summary>
    public event Action<TransportFacts, AuthenticationResult>? Decided;

    /// <summary>How logins went.</summary>
    public LoginCounts Counts => new(Interlocked.Read(ref _succeeded), Interlocked.Read(ref _failed), Interlocked.Read(ref _slowed));

    /// <summary>Whether there is an authenticator of a kind.</summary>
    /// <param name="name">Its name.</param>
    public bool Has(string name) => _authenticators.Any(a => a.Name == name);

    /// <summary>Finds out who a client is.</summary>
    /// <param name="facts">What the transport knows.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <returns>Accepted, refused or challenged.</returns>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken)
    {
        // A key or certificate can't be guessed: only secrets that can are slowed.
        var isGuess = facts.Password is not null || facts.Answers.Count > 0 || facts.Header("Authorization") is not null;
        if (isGuess) await SlowDownAsync(facts, cancellationToken).ConfigureAwait(false);
        var result = await AskAsync(facts, cancellationToken).ConfigureAwait(false);
        if (facts.IsOffer) return result;
        switch (result)
        {
            case AuthenticationResult.Accepted:
                Interlocked.Increment(ref _succeeded);
                if (isGuess) _throttle.Succeeded(facts.User ?? "");
                break;
            case AuthenticationResult.Refused when isGuess:
                Interlocked.Increment(ref _failed);
                _throttle.Failed(facts.User ?? "", facts.Source?.Address);
                break;
        }

        // A client offers all of its keys: one that isn't the user's is no failed login.
        if (isGuess || result is AuthenticationResult.Accepted) Decided?.Invoke(facts, result);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> VerifyPasswordAsync(LoginAttempt attempt, string password, CancellationToken cancellationToken) =>
        await AuthenticateAsync(Facts(attempt) with { Password = password }, cancellationToken).ConfigureAwait(false) is AuthenticationResult.Accepted accepted && accepted.User == attempt.User;

    /// <inheritdoc/>
    public async ValueTask<bool> VerifyPublicKeyAsync(LoginAttempt attempt, string algorithm, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        await AuthenticateAsync(Facts(attempt) with { Key = new PublicKey(algorithm, key) }, cancellationToken).ConfigureAwait(false) is AuthenticationResult.Accepted accepted
        && accepted.User == attempt.User;

    private ValueTask SlowDownAsync(TransportFacts facts, CancellationToken cancellationToken)
    {
        var delay = _throttle.DelayOf(facts.User ?? "", facts.Source?.Address);
        if (delay == TimeSpan.Zero || IsKnown(facts)) return ValueTask.CompletedTask;
        Interlocked.Increment(ref _slowed);
        return new ValueTask(Task.Delay(delay, _time, cancellationToken));
    }

    private bool IsKnown(TransportFacts facts)
    {
        for (var i = 0; i < _authenticators.Count; i++)
        {
            if (_authenticators[i].Knows(facts)) return true;
        }

        return false;
    }

    private static TransportFacts Facts(LoginAttempt attempt) => new() { Transport = attempt.Transport, Source = attempt.Source, User = attempt.User };

    private async ValueTask<AuthenticationResult> AskAsync(TransportFacts facts, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _authenticators.Count; i++)
        {
            var authenticator = _authenticators[i];
            try
            {
                var result = await authenticator.AuthenticateAsync(facts, cancellationToken).ConfigureAwait(false);
                if (result is AuthenticationResult.Refused refused) LogRefused(authenticator.Name, facts.User ?? "-", facts.Source?.ToString() ?? "-", refused.Reason);
                if (result != AuthenticationResult.Undecided) return result;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // A plug-in may throw anything: nobody gets in by that.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(authenticator.Name, e);
                return new AuthenticationResult.Refused($"the authenticator {authenticator.Name} failed");
            }
        }

        return new AuthenticationResult.Refused("no authenticator knows the client");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Login refused by {Authenticator}: user {User}, from {Source}: {Reason}")]
    private partial void LogRefused(string authenticator, string user, string source, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The authenticator {Authenticator} failed; its client was refused")]
    private partial void LogFailed(string authenticator, Exception exception);
}
