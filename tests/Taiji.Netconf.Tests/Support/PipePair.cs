using System.IO.Pipelines;

namespace Taiji.Netconf.Tests.Support;

/// <summary>Two ends of a connection in memory.</summary>
internal sealed class PipePair
{
    public PipePair(long threshold = 64 * 1024)
    {
        var options = new PipeOptions(pauseWriterThreshold: threshold, resumeWriterThreshold: threshold / 2, useSynchronizationContext: false);
        var up = new Pipe(options);
        var down = new Pipe(options);
        Client = new End(down.Reader, up.Writer);
        Server = new End(up.Reader, down.Writer);
    }

    public IDuplexPipe Client { get; }

    public IDuplexPipe Server { get; }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
