namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>
/// Finds out who a client is. Those registered are asked in order, and the first one that decides wins. May throw: that is a refusal, and the log says why.
/// </summary>
public interface IAuthenticator
{
    /// <summary>A short name for logs.</summary>
    string Name { get; }

    /// <summary>Answers; equally fast for users that there are and that there aren't.</summary>
    /// <param name="facts">What the transport knows.</param>
    /// <param name="cancellationToken">The client went away.</param>
    ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken);

    /// <summary>Whether it let the same credentials in a short while ago, so that failures of others needn't slow them down.</summary>
    /// <param name="facts">What the transport knows.</param>
    bool Knows(TransportFacts facts) => false;
}
