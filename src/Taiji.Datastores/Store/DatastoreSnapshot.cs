using Taiji.Yang.Data;

namespace Taiji.Datastores.Store;

/// <summary>A datastore's content at one moment.</summary>
/// <param name="Tree">The content.</param>
/// <param name="Sequence">The journal sequence of the commit that made it; 0 before the first.</param>
/// <param name="LastModified">When that was.</param>
public sealed record DatastoreSnapshot(DataTree Tree, long Sequence, DateTimeOffset LastModified);
