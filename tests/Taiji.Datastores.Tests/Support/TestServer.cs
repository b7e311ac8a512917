using Microsoft.Extensions.Logging.Abstractions;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Journal;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Support;

/// <summary>An engine over the test module, with short words for what tests do.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private TestServer(DatastoreEngine engine)
    {
        Engine = engine;
        Alice = Open("alice");
        Bob = Open("bob");
    }

    public DatastoreEngine Engine { get; }

    public Operations Operations => Engine.Operations;

    public Session Alice { get; }

    public Session Bob { get; }

    public DatastoreSnapshot Running => Read(Datastore.Running);

    public static Task<TestServer> StartAsync(
        IJournal? journal = null, DatastorePlugins? plugins = null, DatastoreOptions? options = null, TimeProvider? time = null, IAccessControl? access = null,
        YangSchema? schema = null) => StartCoreAsync(
        schema ?? TestModule.Schema, journal, plugins ?? new DatastorePlugins(), options ?? new DatastoreOptions(), time ?? TimeProvider.System, access);

    public static Task<TestServer> StartAsync(string directory, YangSchema? schema = null) =>
        StartAsync(options: new DatastoreOptions { DataDirectory = directory }, schema: schema);

    public Session Open(string user, string transport = "netconf-ssh") => Operations.Sessions.Open(new SessionIdentity(user, transport));

    public Task<EditResult> EditAsync(params Edit[] edits) => EditAsync(Alice, edits);

    public Task<EditResult> EditAsync(Session session, params Edit[] edits) => EditAsync(session, new EditOptions(), edits);

    public Task<EditResult> EditAsync(Session session, EditOptions options, params Edit[] edits) =>
        Operations.EditAsync(session, Datastore.Running, edits, options, CancellationToken.None);

    public Task<EditResult> EditCandidateAsync(Session session, params Edit[] edits) =>
        Operations.EditAsync(session, Datastore.Candidate, edits, new EditOptions(), CancellationToken.None);

    public Task<EditResult> CommitAsync(Session session) => Operations.CommitAsync(session, CancellationToken.None);

    public string? Value(string key, Datastore datastore = Datastore.Running) => Read(datastore).Tree.TextAt(Edits.Leaf(key, "b"));

    public DatastoreSnapshot Read(Datastore datastore)
    {
        var result = Operations.ReadAsync(Alice, new ReadRequest(datastore), CancellationToken.None).AsTask();
        result.IsCompletedSuccessfully.ShouldBeTrue();
        return result.Result.Snapshot;
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    private static async Task<TestServer> StartCoreAsync(
        YangSchema schema, IJournal? journal, DatastorePlugins plugins, DatastoreOptions options, TimeProvider time, IAccessControl? access)
    {
        var engine = journal is null
            ? await DatastoreEngine.OpenAsync(schema, options, plugins, access, time, NullLoggerFactory.Instance, CancellationToken.None)
            : await DatastoreEngine.OpenAsync(schema, options, plugins, access, journal, time, NullLoggerFactory.Instance, CancellationToken.None);
        return new TestServer(engine);
    }
}

/// <summary>Expects refusals.</summary>
internal static class Refused
{
    /// <summary>The errors that a refused operation gave.</summary>
    public static async Task<IReadOnlyList<RpcError>> AllAsync(Func<Task> operation) => (await Should.ThrowAsync<RpcErrorException>(operation)).Errors;

    /// <summary>The only error.</summary>
    public static async Task<RpcError> OneAsync(Func<Task> operation) => (await AllAsync(operation)).ShouldHaveSingleItem();
}
