using Microsoft.Extensions.Logging;

namespace Taiji.Datastores.Commit;

/// <content>Following: what others append to a journal that is shared.</content>
internal sealed partial class CommitPipeline
{
    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var record in _journal.FollowAsync(_running.State.Sequence, wait: true, _stop.Token).ConfigureAwait(false))
                {
                    if (record.Sequence > _running.State.Sequence) await _queue.CatchUpAsync().ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (IOException e)
            {
                LogCatchUpFailed(e);
                await Task.Delay(RetryFollowing, _time, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Commits of others can't be read from the journal")]
    private partial void LogCatchUpFailed(Exception exception);
}
