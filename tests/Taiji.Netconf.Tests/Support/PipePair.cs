using System.IO.Pipelines;

namespace Taiji.Netconf.Tests.Support;

/// <summary>Two ends of a connection in memory.</summary>
internal sealed class PipePair
{
    public PipePair(long threshold = 64 * 1024, long? downThreshold = null)
    {
        var up = new Pipe(Options(threshold));
        var down = new Pipe(Options(downThreshold ?? threshold));
        Client = new End(down.Reader, up.Writer);
        Server = new End(up.Reader, down.Writer);
    }

    public IDuplexPipe Client { get; }

    public IDuplexPipe Server { get; }

    private static PipeOptions Options(long threshold) => new(pauseWriterThreshold: threshold, resumeWriterThreshold: threshold / 2, useSynchronizationContext: false);

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
