using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Commit;

/// <summary>Why a confirmed commit is taken back.</summary>
/// <param name="Text">For people.</param>
/// <param name="By">The session that cancelled it; null when nobody did.</param>
/// <param name="IsTimeout">Whether nobody confirmed it in time.</param>
internal sealed record TakeBackCause(string Text, Session? By = null, bool IsTimeout = false)
{
    /// <summary>Nobody confirmed it in time.</summary>
    public static TakeBackCause TimedOut { get; } = new("it was not confirmed in time", IsTimeout: true);

    /// <summary>The session that alone could confirm it ended.</summary>
    public static TakeBackCause SessionEnded { get; } = new("its session ended");

    /// <summary>The server stops.</summary>
    public static TakeBackCause ServerStops { get; } = new("the server stops");

    /// <summary>The server was restarted before it was confirmed.</summary>
    public static TakeBackCause Restarted { get; } = new("the server was restarted");

    /// <summary>Somebody cancelled it (RFC 6241 §8.4.4.1).</summary>
    /// <param name="session">Who.</param>
    public static TakeBackCause CancelledBy(Session session) => new("cancelled", session);
}
