using System.Globalization;
using Taiji.Datastores.Sessions;

namespace Taiji.Datastores.Store;

/// <summary>
/// What was validated can be committed as it was validated: until then, or until the lock is cleared, nobody else changes running. A session's end clears it, and so does kill-session.
/// </summary>
public sealed class ValidateLock
{
    internal ValidateLock(Session session, DateTimeOffset since, object owner)
    {
        Session = session;
        Since = since;
        Owner = owner;
    }

    /// <summary>Who holds it.</summary>
    public Session Session { get; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>The transaction, or the candidate, that was validated.</summary>
    internal object Owner { get; }

    /// <summary>What a refusal says.</summary>
    internal static string Message(ValidateLock held) => string.Create(
        CultureInfo.InvariantCulture, $"Session {held.Session.Id} (user {held.Session.User}) has validated a change and is about to commit it, since {held.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.");

    /// <summary>Whether a datastore is locked by it: running, and the candidate when that is what was validated.</summary>
    internal bool Covers(Datastore datastore) => datastore == Datastore.Running || (datastore == Datastore.Candidate && Owner is CandidateStore);
}
