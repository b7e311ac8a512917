using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Commit;

/// <summary>What happens to a confirmed commit (RFC 6470 §2.2 <c>confirm-event</c>).</summary>
internal enum ConfirmationChange
{
    /// <summary>It began to wait.</summary>
    Start,

    /// <summary>Another one extended it.</summary>
    Extend,

    /// <summary>It was confirmed.</summary>
    Complete,

    /// <summary>It was taken back: cancelled, or because its session or the server ended.</summary>
    Cancel,

    /// <summary>It was taken back: nobody confirmed it in time.</summary>
    Timeout,
}

/// <summary>Something that happened to the confirmed commit.</summary>
/// <param name="Change">What.</param>
/// <param name="User">The user who did it, or whose commit it was.</param>
/// <param name="Session">Whose session; null when there is none any more.</param>
/// <param name="Timeout">How long it waits from now on, for <see cref="ConfirmationChange.Start"/> and <see cref="ConfirmationChange.Extend"/>.</param>
internal sealed record ConfirmationEvent(ConfirmationChange Change, string User, Session? Session, TimeSpan Timeout = default);
