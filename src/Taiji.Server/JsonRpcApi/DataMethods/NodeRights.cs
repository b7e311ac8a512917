using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>What the caller may do with a node.</summary>
internal static class NodeRights
{
    /// <summary>The rights of the caller.</summary>
    /// <param name="call">The call.</param>
    /// <param name="node">The schema node.</param>
    /// <param name="path">The instance, which need not exist, or as much of it as is known.</param>
    public static NodePermissions Of(MethodCall call, SchemaNode node, DataPath path) =>
        call.Server.AccessControl?.PermissionsOn(call.Server.Snapshot(call.Session, Datastore.Running), call.Session.Datastores, node, path) ?? NodePermissions.All;
}
