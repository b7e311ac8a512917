using Taiji.Datastores;
using Taiji.Datastores.Sessions;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.Subscriptions;

/// <summary>What a subscription to a datastore selects (RFC 8641 §3.6), of what its receiver may read.</summary>
internal static class Selections
{
    /// <summary>Reads the datastore. On change only configuration is told: of operational, what is applied (RFC 8641 §3.10).</summary>
    /// <param name="operations">Has it.</param>
    /// <param name="session">On whose behalf.</param>
    /// <param name="terms">Which, and what of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ValueTask<ReadResult> ReadAsync(Operations operations, Session session, SubscriptionTerms terms, CancellationToken cancellationToken) =>
        operations.ReadAsync(session, new ReadRequest(terms.Datastore!.Value) { Reach = terms.IsOnChange ? [] : terms.Filter?.Reach(operations.Schema) }, cancellationToken);

    /// <summary>What is selected of what was read.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="terms">The filter.</param>
    /// <param name="schema">The schema.</param>
    public static DataTree Of(ReadResult read, SubscriptionTerms terms, YangSchema schema)
    {
        var visible = read.Visible(terms.Filter?.Reach(schema));
        return terms.Filter is { } filter ? filter.Apply(visible) : visible;
    }
}
