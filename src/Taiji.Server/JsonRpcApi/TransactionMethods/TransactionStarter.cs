using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>Decides what a new transaction works on, and takes the locks it needs.</summary>
internal static class TransactionStarter
{
    /// <summary>Begins one and gives it its handle.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">Whose it is.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="onPendingChanges"><c>reuse</c>, <c>reject</c> or <c>discard</c>: what becomes of what is in the candidate already.</param>
    /// <param name="outer">The transaction to begin it in; null for none.</param>
    public static WebTransaction Begin(JsonRpcServer server, WebSession session, TransactionSettings settings, string onPendingChanges, WebTransaction? outer)
    {
        session.Transactions.DemandRoom();
        return session.Transactions.Add(outer is not null ? BeginIn(server, session, settings, outer) : Begin(server, session, settings, onPendingChanges));
    }

    private static WebTransaction BeginIn(JsonRpcServer server, WebSession session, TransactionSettings settings, WebTransaction outer)
    {
        if (!outer.Settings.IsWritable) throw JsonRpcException.InvalidParameter("th", "the outer transaction is for reading only");
        settings = settings with { Database = outer.Settings.Database, Mode = outer.Settings.Mode };
        if (!settings.IsWritable) return new ReadTransaction(server, session, settings, outer.Content);
        return outer is RunningTransaction running ? new RunningTransaction(server, session, settings, running) : new CopyTransaction(server, session, settings, outer, null);
    }

    private static WebTransaction Begin(JsonRpcServer server, WebSession session, TransactionSettings settings, string onPendingChanges)
    {
        var switches = server.Operations.Datastores;
        var target = Enum.Parse<Datastore>(settings.Database, ignoreCase: true);
        if (!switches.Has(target)) throw JsonRpcException.InvalidParameter("db", $"this server has no {settings.Database} datastore");
        if (!settings.IsWritable) return new ReadTransaction(server, session, settings, server.Snapshot(session, target));
        // Shared and exclusive are modes of the candidate where there is one.
        if (settings.Mode != "private" && switches.Candidate && target == Datastore.Running) target = Datastore.Candidate;
        if (target == Datastore.Running && !switches.WritableRunning && !switches.Candidate && switches.Startup == StartupMode.On) target = Datastore.Startup;
        settings = settings with { Database = target.ToString().ToLowerInvariant() };
        return target switch
        {
            Datastore.Candidate => BeginOnCandidate(server, session, settings, onPendingChanges),
            Datastore.Startup => BeginOnStartup(server, session, settings),
            _ => BeginOnRunning(server, session, settings),
        };
    }

    private static CandidateTransaction BeginOnCandidate(JsonRpcServer server, WebSession session, TransactionSettings settings, string onPendingChanges)
    {
        var isPending = !new DataDiff(server.Snapshot(session, Datastore.Running), server.Snapshot(session, Datastore.Candidate)).IsEmpty;
        if (isPending && onPendingChanges == "reject") throw new JsonRpcException(ErrorKind.Failed, "the candidate has changes that were neither committed nor discarded");
        if (isPending && onPendingChanges == "discard") server.Operations.DiscardChangesAsync(session.Datastores, CancellationToken.None).GetAwaiter().GetResult();
        if (settings.Mode != "exclusive") return new CandidateTransaction(server, session, settings, null);
        return new CandidateTransaction(
            server, session, settings, DatabaseLocks.Take(server.Operations, session.Datastores, [Datastore.Candidate, Datastore.Running]));
    }

    private static CopyTransaction BeginOnStartup(JsonRpcServer server, WebSession session, TransactionSettings settings)
    {
        server.Operations.Datastores.DemandWritable(Datastore.Startup);
        Datastore[] locked = settings.Mode == "exclusive" ? [Datastore.Running, Datastore.Startup] : [];
        return new CopyTransaction(server, session, settings, null, DatabaseLocks.Take(server.Operations, session.Datastores, locked));
    }

    private static RunningTransaction BeginOnRunning(JsonRpcServer server, WebSession session, TransactionSettings settings)
    {
        var switches = server.Operations.Datastores;
        // Without the candidate's way there is only the direct one.
        if (!switches.Candidate) switches.DemandWritable(Datastore.Running);
        Datastore[] locked = settings.Mode == "exclusive" ? [Datastore.Running] : [];
        return new RunningTransaction(server, session, settings, DatabaseLocks.Take(server.Operations, session.Datastores, locked));
    }
}
