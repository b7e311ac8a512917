using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taiji.Datastores.Events;

namespace Taiji.Datastores.Hosting;

/// <summary>Runs the notification sources while the host runs; one that fails is reported and the others go on.</summary>
internal sealed partial class NotificationSourceRunner(
    IEnumerable<INotificationSource> sources, INotificationPublisher publisher, ILogger<NotificationSourceRunner> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sources.Select(s => RunAsync(s, stoppingToken)));

    private async Task RunAsync(INotificationSource source, CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await source.RunAsync(publisher, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // A user's code may throw anything; it must not take the server down.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(source.GetType().Name, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Notification source {Source} failed and has ended")]
    private partial void LogFailed(string source, Exception exception);
}
