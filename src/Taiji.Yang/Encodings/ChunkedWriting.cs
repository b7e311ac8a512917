using System.IO.Pipelines;

namespace Taiji.Yang.Encodings;

/// <summary>Runs a walk in chunks with a flush after each.</summary>
internal static class ChunkedWriting
{
    public static void Run<TEmitter>(DataWalk<TEmitter> walk)
        where TEmitter : struct, IDataEmitter
    {
        if (walk.Advance(long.MaxValue)) throw new InvalidOperationException("A list that comes in parts is written asynchronously.");
    }

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
            if (more && walk.Awaits is { } remainder) walk.Continue(await remainder.NextAsync(cancellationToken).ConfigureAwait(false));
        }
        while (more);
    }
}
