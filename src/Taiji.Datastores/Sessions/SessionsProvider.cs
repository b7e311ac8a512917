using System.Globalization;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Sessions;

/// <summary>Gives <c>/taiji-sessions:sessions</c>.</summary>
/// <param name="operations">Sessions and locks.</param>
/// <param name="time">The clock.</param>
public sealed class SessionsProvider(Operations operations, TimeProvider time) : EntriesProvider<Session>(Path, "session")
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/taiji-sessions:sessions";

    /// <inheritdoc/>
    protected override IEnumerable<Session> Items => operations.Sessions.All;

    /// <inheritdoc/>
    protected override string[] KeysOf(Session item) => [Text(item.Id)];

    /// <inheritdoc/>
    protected override void Write(DataTreeEditor state, DataPath entry, Session item)
    {
        state.SetText(entry.Child("user"), item.User);
        foreach (var group in item.Identity.Groups.Distinct()) state.Create(entry.Entry("group", group));
        state.SetText(entry.Child("transport"), item.Identity.Transport);
        SetIfAny(state, entry.Child("source"), item.Identity.Source?.ToString());
        state.SetText(entry.Child("since"), item.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        state.SetText(entry.Child("idle"), Text(item.IsBusy ? 0 : (long)Math.Max(0, (time.GetUtcNow() - item.LastActivity).TotalSeconds)));
        foreach (var datastore in new[] { Datastore.Running, Datastore.Candidate, Datastore.Startup })
        {
            if (operations.FindLock(datastore)?.Session == item) state.Create(entry.Entry("lock", datastore.ToString().ToLowerInvariant()));
        }

        state.SetText(entry.Child("recovery"), item.Identity.IsRecovery ? "true" : "false");
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
