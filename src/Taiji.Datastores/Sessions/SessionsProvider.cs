using System.Globalization;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Sessions;

/// <summary>Gives <c>/taiji-sessions:sessions</c>.</summary>
/// <param name="operations">Sessions and locks.</param>
/// <param name="time">The clock.</param>
public sealed class SessionsProvider(Operations operations, TimeProvider time) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/taiji-sessions:sessions";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var sessions = new DataPath(context.Running.Schema).Child("taiji-sessions:sessions");
        var now = time.GetUtcNow();
        foreach (var session in operations.Sessions.All)
        {
            var entry = sessions.Entry("session", Text(session.Id));
            state.SetText(entry.Child("user"), session.User);
            foreach (var group in session.Identity.Groups.Distinct()) state.Create(entry.Entry("group", group));
            state.SetText(entry.Child("transport"), session.Identity.Transport);
            if (session.Identity.Source is { } source) state.SetText(entry.Child("source"), source.ToString());
            state.SetText(entry.Child("since"), session.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            state.SetText(entry.Child("idle"), Text(session.IsBusy ? 0 : (long)Math.Max(0, (now - session.LastActivity).TotalSeconds)));
            foreach (var datastore in new[] { Datastore.Running, Datastore.Candidate, Datastore.Startup })
            {
                if (operations.FindLock(datastore)?.Session == session) state.Create(entry.Entry("lock", datastore.ToString().ToLowerInvariant()));
            }

            state.SetText(entry.Child("recovery"), session.Identity.IsRecovery ? "true" : "false");
        }

        return ValueTask.CompletedTask;
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>Gives <c>/taiji-sessions:logins</c>.</summary>
/// <param name="authentication">Counts them.</param>
public sealed class LoginsProvider(Authentication authentication) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/taiji-sessions:logins";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var logins = new DataPath(context.Running.Schema).Child("taiji-sessions:logins");
        var counts = authentication.Counts;
        state.SetText(logins.Child("succeeded"), counts.Succeeded.ToString(CultureInfo.InvariantCulture));
        state.SetText(logins.Child("failed"), counts.Failed.ToString(CultureInfo.InvariantCulture));
        state.SetText(logins.Child("slowed"), counts.Slowed.ToString(CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }
}
