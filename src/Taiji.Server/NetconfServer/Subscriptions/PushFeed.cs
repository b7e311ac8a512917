using Taiji.Datastores;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Netconf;
using Taiji.Netconf.Messages;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer.Subscriptions;

/// <summary>Sends what a datastore holds, time and again or when it changes (RFC 8641 §3).</summary>
/// <param name="context">Where it is done.</param>
internal sealed class PushFeed(OperationContext context)
{
    /// <summary>Sends until the stop-time.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="cancellationToken">It ends.</param>
    public Task RunAsync(DynamicSubscription subscription, CancellationToken cancellationToken) =>
        subscription.Terms.IsOnChange ? RunOnChangeAsync(subscription, cancellationToken) : RunPeriodicAsync(subscription, cancellationToken);

    private async Task RunPeriodicAsync(DynamicSubscription subscription, CancellationToken cancellationToken)
    {
        var first = subscription.Time.GetUtcNow();
        var isDue = subscription.Terms.Anchor is null;
        while (true)
        {
            var (terms, now) = (subscription.Terms, subscription.Time.GetUtcNow());
            if (terms.StopTime <= now) return;
            if (isDue) await SendAllAsync(subscription, await SelectAsync(terms, cancellationToken));
            var next = terms.NextUpdate(now, first);
            isDue = !await subscription.WaitAsync(terms.StopTime < next ? terms.StopTime : next, cancellationToken);
        }
    }

    private async Task RunOnChangeAsync(DynamicSubscription subscription, CancellationToken cancellationToken)
    {
        void OnChanged(CommitChange change) => subscription.Signal();
        context.Operations.Committed += OnChanged;
        try
        {
            // It may be asked to send everything before it has begun.
            var generation = 0;
            var told = await SelectAsync(subscription.Terms, cancellationToken);
            var toldAt = subscription.Time.GetUtcNow();
            if (subscription.Terms.SyncOnStart) await SendAllAsync(subscription, told);
            while (true)
            {
                var terms = subscription.Terms;
                if (terms.StopTime <= subscription.Time.GetUtcNow()) return;
                if (!await subscription.WaitAsync(terms.StopTime, cancellationToken)) continue;
                if (terms.Dampening > TimeSpan.Zero && toldAt + terms.Dampening - subscription.Time.GetUtcNow() is var pause && pause > TimeSpan.Zero)
                    await Task.Delay(pause, subscription.Time, cancellationToken);
                terms = subscription.Terms;
                var now = await SelectAsync(terms, cancellationToken);
                if (generation != subscription.Generation)
                {
                    generation = subscription.Generation;
                    await SendAllAsync(subscription, now);
                    toldAt = subscription.Time.GetUtcNow();
                }
                else if (PushEdits.Of(told, now, terms.Excluded) is { Count: > 0 } edits)
                {
                    await SendChangesAsync(subscription, edits);
                    toldAt = subscription.Time.GetUtcNow();
                }

                told = now;
            }
        }
        finally
        {
            context.Operations.Committed -= OnChanged;
        }
    }

    private async Task<DataTree> SelectAsync(SubscriptionTerms terms, CancellationToken cancellationToken)
    {
        var reach = terms.Filter?.Reach(context.Schema);
        var read = await context.Operations.ReadAsync(context.Session, new ReadRequest(terms.Datastore!.Value) { Reach = reach }, cancellationToken);
        var visible = read.Visible(reach);
        return terms.Filter is { } filter ? filter.Apply(visible) : visible;
    }

    private static ValueTask SendAllAsync(DynamicSubscription subscription, DataTree tree) => subscription.SendAsync(NetconfNamespaces.YangPush, "push-update", async (output, cancel) =>
    {
        output.WriteRaw("<datastore-contents>");
        await XmlDataWriter.WriteAsync(output, tree.Root, null, cancel);
        output.WriteRaw("</datastore-contents>");
    });

    private static ValueTask SendChangesAsync(DynamicSubscription subscription, IReadOnlyList<PushEdit> edits) =>
        subscription.SendAsync(NetconfNamespaces.YangPush, "push-change-update", (output, cancel) => PushEdits.WriteAsync(output, edits, cancel));
}
