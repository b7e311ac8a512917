using Microsoft.Extensions.Logging;
using Taiji.Server.Filters;
using Taiji.Server.Subscriptions;
using Taiji.Datastores.Events;
using Taiji.Netconf;
using Taiji.Netconf.Messages;
using Taiji.Netconf.Serving;
using Taiji.Yang.Data;

namespace Taiji.Server.NetconfServer;

/// <summary>Sends the notifications of a stream to a session, as fast as its client reads.</summary>
/// <param name="session">The session.</param>
/// <param name="records">The stream, subscribed.</param>
/// <param name="first">The first step on it, begun.</param>
/// <param name="filter">What to send; null for everything.</param>
/// <param name="logger">Where faults are told.</param>
internal sealed class NotificationSubscription(
    NetconfServerSession session, IAsyncEnumerator<StreamItem> records, Task<bool> first, DataFilter? filter, ILogger logger)
{
    private Task<bool> _step = first;

    /// <summary>Runs until the session or the stream ends; never throws.</summary>
    /// <param name="begin">Completes when notifications may be sent.</param>
    public async Task RunAsync(Task begin)
    {
        session.HasSubscription = true;
        try
        {
            await begin.WaitAsync(session.Ended);
            while (await _step)
            {
                var item = records.Current;
                _step = records.MoveNextAsync().AsTask();
                // What is there already leaves together.
                await SendAsync(item, _step.IsCompletedSuccessfully);
                if (!_step.IsCompleted) await session.FlushAsync(session.Ended);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or NetconfException or IOException)
        {
            // The session has ended; that has been logged where it did.
        }
        catch (Exception e)
        {
            NetconfServerLog.SubscriptionFault(logger, session.SessionId, e);
        }
        finally
        {
            session.HasSubscription = false;
            await DisposeAsync();
        }
    }

    private ValueTask SendAsync(StreamItem item, bool hasMore)
    {
        if (item.Notification is not { } record) return SendEndAsync(item);
        var content = filter is null ? record.Content : filter.ApplyToNotification(record.Content);
        if (content is null) return default;
        return session.SendNotificationAsync(NotificationText.Of(ReferenceEquals(content, record.Content) ? record : record with { Content = content }), hasMore, session.Ended);
    }

    /// <summary>The ends of replay and subscription can't be filtered out (RFC 5277 §3.3.2), nor denied (RFC 8341 §3.4.6).</summary>
    private ValueTask SendEndAsync(StreamItem item)
    {
        var name = item.Kind == StreamItemKind.ReplayComplete ? "replayComplete" : "notificationComplete";
        return session.SendNotificationAsync(
            item.Time,
            (output, _) =>
            {
                output.WriteRaw($"<{name} xmlns=\"{NetconfNamespaces.NotificationManagement}\"/>");
                return default;
            },
            session.Ended);
    }

    private async Task DisposeAsync()
    {
        try
        {
            // The step begun last must be over before the stream can be left.
            await _step.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await records.DisposeAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or NotSupportedException)
        {
            // It was cancelled with the session.
        }
    }
}
