using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Taiji.Datastores.Hosting;

/// <summary>Tells the lifecycle plug-ins how far the host has come, in the order in which they were added.</summary>
/// <param name="plugins">The plug-ins.</param>
/// <param name="operations">The datastores: open once this is made.</param>
/// <param name="logger">Where failures at the end are told.</param>
internal sealed partial class LifecyclePluginRunner(IEnumerable<ILifecyclePlugin> plugins, Operations operations, ILogger<LifecyclePluginRunner> logger) : IHostedLifecycleService
{
    private readonly List<ILifecyclePlugin> _plugins = [.. plugins];
    private readonly Stack<ILifecyclePlugin> _started = new();

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var plugin in _plugins)
        {
            await plugin.StartAsync(operations, cancellationToken).ConfigureAwait(false);
            _started.Push(plugin);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var plugin in _plugins) await plugin.ReadyAsync(operations, cancellationToken).ConfigureAwait(false);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        while (_started.TryPop(out var plugin))
        {
            try
            {
                await plugin.ExitAsync(operations, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A user's code may throw anything; the others are told all the same.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(plugin.GetType().Name, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The plug-in {Plugin} failed as the host ended.")]
    private partial void LogFailed(string plugin, Exception exception);
}
