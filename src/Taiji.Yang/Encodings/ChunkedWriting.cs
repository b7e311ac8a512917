using System.IO.Pipelines;

namespace Taiji.Yang.Encodings;

/// <summary>Runs a walk in chunks with a flush after each.</summary>
internal static class ChunkedWriting
{
    public static async ValueTask RunAsync<TEmitter>(
        PipeWriter destination, ByteSink sink, DataWalk<TEmitter> walk, int chunkSize, CancellationToken cancellationToken)
        where TEmitter : struct, IDataEmitter
    {
        bool more;
        do
        {
            more = walk.Advance(chunkSize);
            if (more) sink.Complete();
            var flushed = await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
            // A reader that went away needs nothing more.
            if (flushed.IsCompleted || flushed.IsCanceled) return;
        }
        while (more);
    }
}
