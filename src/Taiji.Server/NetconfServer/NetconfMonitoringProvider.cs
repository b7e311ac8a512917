using System.Globalization;
using Microsoft.Extensions.Options;
using Taiji.Datastores;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer;

/// <summary>Gives <c>/ietf-netconf-monitoring:netconf-state</c> (RFC 6022 §2.1).</summary>
public sealed class NetconfMonitoringProvider : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-netconf-monitoring:netconf-state";

    private const string Module = "ietf-netconf-monitoring";
    private readonly Operations _operations;
    private readonly SessionStatistics _statistics;
    private readonly YangLibrary _library;
    private readonly NetconfServerOptions _options;

    /// <summary>Makes the provider.</summary>
    /// <param name="operations">Sessions and locks.</param>
    /// <param name="statistics">The totals.</param>
    /// <param name="library">Where the modules' texts are, beside <c>get-schema</c>.</param>
    /// <param name="options">What the capabilities depend on.</param>
    public NetconfMonitoringProvider(Operations operations, SessionStatistics statistics, YangLibrary library, IOptions<NetconfServerOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _operations = operations;
        _statistics = statistics;
        _library = library;
    }

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var schema = context.Running.Schema;
        var root = new DataPath(schema).Child($"{Module}:netconf-state");
        var edition = _library.Current;
        foreach (var capability in ServerCapabilities.For(schema, _operations.Datastores, _options.Urls.Schemes, edition.ContentId)) state.Create(root.Child("capabilities").Entry("capability", capability.ToString()));
        Datastore[] conventional = [Datastore.Running, Datastore.Candidate, Datastore.Startup];
        foreach (var datastore in conventional.Where(_operations.Datastores.Has)) AddDatastore(state, root.Child("datastores"), datastore);
        foreach (var module in schema.Modules) AddSchemas(state, root.Child("schemas"), module, edition);
        foreach (var session in _operations.Sessions.All) AddSession(state, root.Child("sessions"), schema, session);
        AddStatistics(state, root.Child("statistics"));
        return ValueTask.CompletedTask;
    }

    private void AddDatastore(DataTreeEditor state, DataPath datastores, Datastore datastore)
    {
        var entry = datastores.Entry("datastore", datastore.ToString().ToLowerInvariant());
        state.Create(entry);
        if (_operations.FindLock(datastore) is { } held) AddLock(state, entry.Child("locks").Child("global-lock"), held.Session, held.Since);
        if (datastore != Datastore.Running) return;
        foreach (var partial in _operations.PartialLocks)
        {
            var locked = entry.Child("locks").Entry("partial-lock", Text(partial.Id));
            AddLock(state, locked, partial.Session, partial.Since);
            foreach (var select in partial.Selects) state.Create(locked.Entry("select", select));
            foreach (var node in partial.Nodes.Where(n => !n.IsRoot)) state.Create(locked.Entry("locked-node", node.ToString()));
        }
    }

    private static void AddLock(DataTreeEditor state, DataPath entry, Session session, DateTimeOffset since)
    {
        state.SetText(entry.Child("locked-by-session"), Text(session.Id));
        state.SetText(entry.Child("locked-time"), Text(since));
    }

    private static void AddSchemas(DataTreeEditor state, DataPath schemas, YangModule module, LibraryEdition edition)
    {
        AddSchema(state, schemas, module.Name, module.Revision, module.Namespace, edition);
        // RFC 6022 §2.1.3: a submodule has its module's namespace.
        foreach (var submodule in module.Submodules) AddSchema(state, schemas, submodule.Name, submodule.Revision, module.Namespace, edition);
    }

    private static void AddSchema(DataTreeEditor state, DataPath schemas, string name, string? revision, string ns, LibraryEdition edition)
    {
        string[] formats = ["yang", "yin"];
        foreach (var format in formats)
        {
            var entry = schemas.Entry("schema", name, revision ?? "", $"{Module}:{format}");
            state.SetText(entry.Child("namespace"), ns);
            state.Create(entry.Entry("location", "NETCONF"));
            if (format == "yang" && edition.LocationOf(name, revision) is { } location) state.Create(entry.Entry("location", location));
        }
    }

    private static void AddSession(DataTreeEditor state, DataPath sessions, YangSchema schema, Session session)
    {
        // Sessions of other protocols have no transport in this module's terms (RFC 6022 §2.1.4: NETCONF sessions).
        if (!SessionStatistics.IsNetconf(session) || TransportOf(schema, session) is not { } transport) return;
        var entry = sessions.Entry("session", Text(session.Id));
        state.SetText(entry.Child("transport"), transport.ToString());
        state.SetText(entry.Child("username"), session.User);
        if (session.Identity.Source is { } source) state.SetText(entry.Child("source-host"), source.Address.ToString());
        state.SetText(entry.Child("login-time"), Text(session.Since));
        AddCounters(state, entry, new SessionTotals(0, 0, 0, 0, 0).Plus(session.Counters));
    }

    private static Identity? TransportOf(YangSchema schema, Session session) => schema.FindIdentity(Module, "transport") is { } transport
        ? schema.Identities.FirstOrDefault(i => i.Name == session.Identity.Transport && i.IsDerivedFrom(transport)) : null;

    private void AddStatistics(DataTreeEditor state, DataPath statistics)
    {
        var totals = _statistics.Totals();
        state.SetText(statistics.Child("netconf-start-time"), Text(_statistics.StartTime));
        state.SetText(statistics.Child("in-bad-hellos"), Counter(totals.BadHellos));
        state.SetText(statistics.Child("in-sessions"), Counter(totals.Sessions));
        state.SetText(statistics.Child("dropped-sessions"), Counter(totals.Dropped));
        AddCounters(state, statistics, totals);
    }

    private static void AddCounters(DataTreeEditor state, DataPath parent, SessionTotals totals)
    {
        state.SetText(parent.Child("in-rpcs"), Counter(totals.InRpcs));
        state.SetText(parent.Child("in-bad-rpcs"), Counter(totals.InBadRpcs));
        state.SetText(parent.Child("out-rpc-errors"), Counter(totals.OutRpcErrors));
        state.SetText(parent.Child("out-notifications"), Counter(totals.OutNotifications));
    }

    /// <summary>A zero-based-counter32 starts over at 2^32 (RFC 9911 §3).</summary>
    private static string Counter(long value) => ((uint)value).ToString(CultureInfo.InvariantCulture);

    private static string Text(uint value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
