namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>What an authenticator answers.</summary>
public abstract record AuthenticationResult
{
    private AuthenticationResult()
    {
    }

    /// <summary>It has nothing to say of this client: the next one is asked. At the end of the list it is a refusal.</summary>
    public static AuthenticationResult Undecided { get; } = new Nothing();

    /// <summary>The client is that user.</summary>
    /// <param name="User">The user's name.</param>
    public sealed record Accepted(string User) : AuthenticationResult
    {
        /// <summary>Groups known from elsewhere (external groups, RFC 8341 §3.3.2).</summary>
        public IReadOnlyList<string> Groups { get; init; } = [];
    }

    /// <summary>The client is let in by nobody.</summary>
    /// <param name="Reason">For the log: never told to the client.</param>
    public sealed record Refused(string Reason) : AuthenticationResult;

    /// <summary>
    /// More is needed (a second factor): the transport asks, and comes again with the same facts and <see cref="TransportFacts.Answers"/>. A transport that can't ask refuses.
    /// </summary>
    /// <param name="Prompts">What to ask for.</param>
    public sealed record Challenged(IReadOnlyList<ChallengePrompt> Prompts) : AuthenticationResult;

    private sealed record Nothing : AuthenticationResult;
}

/// <summary>One question.</summary>
/// <param name="Text">What the user reads.</param>
/// <param name="IsEchoed">Whether the answer may be shown as it is typed.</param>
public sealed record ChallengePrompt(string Text, bool IsEchoed);
