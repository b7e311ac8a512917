namespace Taiji.Serve;

internal static class ServeHost
{
    public static Task<int> RunAsync(ServeOptions options, CancellationToken cancellationToken) => Task.FromResult(ExitCode.Ok);
}
