namespace Taiji.Server.JsonRpcApi.WebSessions;

/// <summary>Asks for more than a password at a login; a host registers one among its services.</summary>
public interface ISecondFactor
{
    /// <summary>The question for a user whose password was right; null to ask nothing.</summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">The client went away.</param>
    ValueTask<LoginChallenge?> ChallengeAsync(string user, CancellationToken cancellationToken);

    /// <summary>Whether the answer is right; it is asked once for a challenge.</summary>
    /// <param name="challenge">The question.</param>
    /// <param name="response">The answer.</param>
    /// <param name="cancellationToken">The client went away.</param>
    ValueTask<bool> VerifyAsync(LoginChallenge challenge, string response, CancellationToken cancellationToken);
}

/// <summary>A question at a login.</summary>
/// <param name="Prompt">What the user reads; lines may end.</param>
/// <param name="State">What the second factor keeps with it.</param>
public sealed record LoginChallenge(string Prompt, object? State = null);
