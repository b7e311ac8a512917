using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl;

/// <summary>What a session may read, for one read by one thread.</summary>
/// <param name="IsReadable">Whether a node may be read, its ancestors granted: ask on the way down.</param>
/// <param name="IsWholeReadable">Whether all instances of a schema node, and everything below them, may be read: nobody need ask about those.</param>
/// <param name="Lists">The same for a list or leaf-list; or which of its entries may be read whole. Null where its nodes must be asked about.</param>
public sealed record ReadView(Func<DataNode, bool> IsReadable, Func<SchemaNode, bool> IsWholeReadable, Func<SchemaNode, ListAccess?> Lists);

/// <summary>What was refused since the server started (RFC 8341 §3.5.2: the counters of <c>/nacm</c>).</summary>
/// <param name="Operations">Operations.</param>
/// <param name="DataWrites">Requests to change a configuration.</param>
/// <param name="Notifications">Notifications kept from a subscriber.</param>
/// <param name="Commands">Commands and JSON-RPC methods.</param>
public readonly record struct DenialCounts(int Operations, int DataWrites, int Notifications, int Commands);
