namespace Taiji.Ssh.ServerSide;

/// <summary>What an authenticator says of a login: yes, no, or that more must be asked.</summary>
public readonly record struct SshLogin
{
    private SshLogin(bool isAccepted, IReadOnlyList<SshPrompt>? questions, object? state)
    {
        IsAccepted = isAccepted;
        Questions = questions;
        State = state;
    }

    /// <summary>Whether the client is the user.</summary>
    public bool IsAccepted { get; }

    /// <summary>
    /// What must be asked beside what was right so far (a second factor): by keyboard-interactive authentication (RFC 4256), after the partial success of another method
    /// (RFC 4252 §5.1). Null for nothing.
    /// </summary>
    public IReadOnlyList<SshPrompt>? Questions { get; }

    /// <summary>
    /// The authenticator's own: it comes back in <see cref="SshUserRequest.State"/> with the answers, and stands in <see cref="SshSubsystemChannel.State"/> once the client is in.
    /// </summary>
    public object? State { get; }

    /// <summary>The client is the user.</summary>
    /// <param name="state">Kept for whoever serves the client.</param>
    public static SshLogin Accept(object? state = null) => new(true, null, state);

    /// <summary>More must be asked.</summary>
    /// <param name="questions">What.</param>
    /// <param name="state">Comes back with the answers.</param>
    public static SshLogin Ask(IReadOnlyList<SshPrompt> questions, object? state = null) => new(false, questions, state);

    /// <summary>Yes or no.</summary>
    /// <param name="isAccepted">Which.</param>
    public static SshLogin FromBoolean(bool isAccepted) => new(isAccepted, null, null);

    /// <summary>As <see cref="FromBoolean"/>.</summary>
    /// <param name="isAccepted">Yes or no.</param>
    public static implicit operator SshLogin(bool isAccepted) => FromBoolean(isAccepted);
}
