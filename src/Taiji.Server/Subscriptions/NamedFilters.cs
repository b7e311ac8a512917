using Taiji.Datastores;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>The filters in <c>/filters</c> that subscriptions reference by name (RFC 8639 §2.2, RFC 8641 §3.6).</summary>
/// <param name="operations">Has the configuration.</param>
internal sealed class NamedFilters(Operations operations)
{
    private readonly SchemaNode? _filters = Top(operations, "filters");
    private readonly SchemaNode? _subscriptions = Top(operations, "subscriptions");

    /// <summary>A filter; null when there is none of that name that the session may read, or it selects everything.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="target">What it is for.</param>
    /// <param name="name">Its name.</param>
    /// <param name="refuse">The error for one that can't be used.</param>
    public async ValueTask<FilterSpecification?> FindAsync(Session session, SubscriptionTarget target, string name, Func<string, RpcErrorException> refuse)
    {
        var path = target.FilterPath(operations.Schema, name);
        var read = await operations.ReadAsync(session, new ReadRequest(Datastore.Running) { Reach = [path] }, session.Closed);
        return read.Tree.TryFind(path, out var entry) && read.Readable?.Invoke(entry) != false ? FilterSpecification.Read(entry, target, refuse) : null;
    }

    /// <summary>A filter of a configuration; null when there is none of that name, or it selects everything.</summary>
    /// <param name="running">The configuration.</param>
    /// <param name="target">What it is for.</param>
    /// <param name="name">Its name.</param>
    /// <param name="refuse">The error for one that can't be used.</param>
    public static FilterSpecification? Find(DataTree running, SubscriptionTarget target, string name, Func<string, RpcErrorException> refuse) =>
        running.TryFind(target.FilterPath(running.Schema, name), out var entry) ? FilterSpecification.Read(entry, target, refuse) : null;

    /// <summary>Whether a commit concerns any.</summary>
    /// <param name="change">The commit.</param>
    public bool AreConcernedBy(CommitChange change) => Changes(change, _filters);

    /// <summary>Whether a commit concerns any, or the list of subscriptions.</summary>
    /// <param name="change">The commit.</param>
    public bool OrSubscriptionsAreConcernedBy(CommitChange change) => AreConcernedBy(change) || Changes(change, _subscriptions);

    private static SchemaNode? Top(Operations operations, string name) =>
        operations.Schema.FindModule("ietf-subscribed-notifications") is { } module ? operations.Schema.Root.FindChild(module, name) : null;

    private static bool Changes(CommitChange change, SchemaNode? top) => change.Diff.Changes.Any(c =>
    {
        var node = c.Schema;
        while (node.DataParent is { } parent and not SchemaRoot) node = parent;
        return node == top;
    });
}
