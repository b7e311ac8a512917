using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.Keypaths;

/// <summary>A keypath or tagpath, resolved.</summary>
/// <param name="Node">The schema node that it names; the schema's root for <c>/</c>.</param>
/// <param name="Path">
/// The instance, or the whole list where the last step has no keys; of an operation the node that it belongs to. Null when a list on the way has no keys: then it is a tagpath.
/// </param>
/// <param name="Operation">The rpc or action that the path names or goes into; null for none.</param>
/// <param name="Inner">Where it goes on inside the operation, from its input; null when it ends at it.</param>
internal sealed record Keypath(SchemaNode Node, DataPath? Path, OperationNode? Operation, DataPath? Inner);
