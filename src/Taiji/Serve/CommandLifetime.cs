namespace Taiji.Serve;

/// <summary>The host's life is the command's, which <see cref="StopSignals"/> ends: the host itself listens to no signals.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
