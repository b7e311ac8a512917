using Microsoft.Extensions.Hosting;
using Taiji.Datastores.Operational;

namespace Taiji.Datastores.Hosting;

/// <summary>Tells subscribers of every edition of the YANG library (RFC 8525 §3), and takes the one that counts once all listeners are open.</summary>
/// <param name="library">The library.</param>
/// <param name="operations">The datastores.</param>
internal sealed class LibraryAnnouncer(YangLibrary library, Operations operations) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        library.Watch(edition => operations.TellLibrary(edition.ContentId));
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        library.Refresh();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
