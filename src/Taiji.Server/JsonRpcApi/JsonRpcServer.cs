using Microsoft.Extensions.Logging;
using Taiji.Datastores;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Packages;
using Taiji.Datastores.Store;
using Taiji.Datastores.Templates;
using Taiji.Server.JsonRpcApi.Comet;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi;

/// <summary>What the API's methods work with.</summary>
internal sealed class JsonRpcServer : IDisposable
{
    public JsonRpcServer(Operations operations, IUserAuthenticator authenticator, JsonRpcOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        Operations = operations;
        Authenticator = authenticator;
        Options = options;
        Time = time;
        Names = new SchemaNames(operations.Schema);
        StateNames = [.. operations.Schema.Nodes.Where(n => n.IsDataNode && !n.IsConfig && n.DataParent is SchemaRoot or { IsConfig: true, IsDataNode: true }).Select(n => n.Name).Distinct()];
        Challenges = new ChallengeTable(time);
        Sessions = new WebSessionTable(this);
        Changes = new ChangeFeed(this);
        Messages = new MessageHub(this);
        Progress = new ProgressHub(this, operations.Spans);
        Requests = new RequestRunner(this);
        Dispatcher = new JsonRpcDispatcher(this, loggers.CreateLogger<JsonRpcDispatcher>());
    }

    /// <summary>The datastores.</summary>
    public Operations Operations { get; }

    /// <summary>The schema.</summary>
    public YangSchema Schema => Operations.Schema;

    /// <summary>Who may log in.</summary>
    public IUserAuthenticator Authenticator { get; }

    /// <summary>The options.</summary>
    public JsonRpcOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Prefixes and keypaths.</summary>
    public SchemaNames Names { get; }

    /// <summary>The names of state nodes.</summary>
    public IReadOnlyList<string> StateNames { get; }

    /// <summary>The API's sessions.</summary>
    public WebSessionTable Sessions { get; }

    /// <summary>What decides on data; null permits everything.</summary>
    public IAccessControl? AccessControl { get; init; }

    /// <summary>The configuration templates; null for none.</summary>
    public TemplateTable? Templates { get; init; }

    /// <summary>The packages; null for none.</summary>
    public PackageTable? Packages { get; init; }

    /// <summary>The challenges that wait.</summary>
    public ChallengeTable Challenges { get; }

    /// <summary>Tells subscriptions of commits.</summary>
    public ChangeFeed Changes { get; }

    /// <summary>Tells users of each other.</summary>
    public MessageHub Messages { get; }

    /// <summary>Tells of spans.</summary>
    public ProgressHub Progress { get; }

    /// <summary>Runs requests.</summary>
    public JsonRpcDispatcher Dispatcher { get; }

    /// <summary>Runs requests and batches of them as they are sent.</summary>
    public RequestRunner Requests { get; }

    /// <summary>A datastore's configuration as it is now.</summary>
    /// <param name="session">On whose behalf.</param>
    /// <param name="datastore">Which.</param>
    public DataTree Snapshot(WebSession session, Datastore datastore) => Read(session, datastore).Snapshot.Tree;

    /// <summary>What the session may read; null for everything.</summary>
    /// <param name="session">On whose behalf.</param>
    public Func<DataNode, bool>? Readable(WebSession session) => Read(session, Datastore.Running).Readable;

    /// <summary>The same, with what is known of whole lists and subtrees; null for everything. For one call: rules may change.</summary>
    /// <param name="session">On whose behalf.</param>
    public ReadView? View(WebSession session) => Read(session, Datastore.Running).View;

    // Without state there is nothing to wait for.
    private ReadResult Read(WebSession session, Datastore datastore)
    {
        var read = Operations.ReadAsync(session.Datastores, new ReadRequest(datastore), CancellationToken.None);
        return read.IsCompletedSuccessfully ? read.Result : read.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Ends all sessions.</summary>
    public void Dispose()
    {
        Sessions.Dispose();
        Changes.Dispose();
        Messages.Dispose();
        Progress.Dispose();
    }
}
