namespace Taiji.Netconf.Serving;

/// <summary>How a session ended.</summary>
public enum SessionOutcome
{
    /// <summary>By close-session.</summary>
    Closed,

    /// <summary>The server ended it: kill-session, or it stops.</summary>
    ClosedByServer,

    /// <summary>The transport went away without close-session.</summary>
    Dropped,

    /// <summary>Nothing came from the client for too long.</summary>
    TimedOut,

    /// <summary>The client's hello was wrong.</summary>
    BadHello,

    /// <summary>The client's messages could not be read any more.</summary>
    Failed,
}

/// <summary>Ends a session for a reason that is told.</summary>
internal sealed class SessionEndException(SessionOutcome outcome, string message) : NetconfException(message)
{
    /// <summary>How it ended.</summary>
    public SessionOutcome Outcome => outcome;
}
