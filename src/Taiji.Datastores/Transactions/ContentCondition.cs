using Taiji.Datastores.Store;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores.Transactions;

/// <summary>What must hold of running when a change of it is made. Those of edits of a candidate are kept with it until it is committed.</summary>
/// <param name="About">What it is about: of two about the same the later one counts.</param>
/// <param name="Check">Asked with running as it is then; gives the error that refuses the change.</param>
public sealed record ContentCondition(string About, Func<DatastoreSnapshot, RpcError?> Check)
{
    /// <summary>All conditions in one, the first error counting; null for none.</summary>
    /// <param name="first">Asked first; null for nothing.</param>
    /// <param name="conditions">Then these.</param>
    internal static Func<DatastoreSnapshot, RpcError?>? Join(Func<DatastoreSnapshot, RpcError?>? first, IReadOnlyCollection<ContentCondition> conditions)
    {
        if (conditions.Count == 0) return first;
        return content => first?.Invoke(content) ?? conditions.Select(c => c.Check(content)).FirstOrDefault(e => e is not null);
    }
}
