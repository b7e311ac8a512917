namespace Taiji.Datastores.Hosting;

/// <summary>A plug-in that is told how far the host has come. What it doesn't care for it leaves out.</summary>
public interface ILifecyclePlugin
{
    /// <summary>The datastores are open, and nobody is served yet: no listener of the host's is open. What it throws keeps the host from starting.</summary>
    /// <param name="operations">The datastores.</param>
    /// <param name="cancellationToken">The start is given up.</param>
    ValueTask StartAsync(Operations operations, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Every listener is open: clients are served.</summary>
    /// <param name="operations">The datastores.</param>
    /// <param name="cancellationToken">The start is given up.</param>
    ValueTask ReadyAsync(Operations operations, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Nobody is served any more, and the datastores are open still; what was started last is told first. What it throws is logged, and the others are told all the same.</summary>
    /// <param name="operations">The datastores.</param>
    /// <param name="cancellationToken">The host's patience has come to its end.</param>
    ValueTask ExitAsync(Operations operations, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
