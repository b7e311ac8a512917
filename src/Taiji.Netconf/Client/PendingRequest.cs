using System.IO.Pipelines;

namespace Taiji.Netconf.Client;

/// <summary>A request that waits for its reply.</summary>
internal abstract class PendingRequest
{
    private long _pieces;

    /// <summary>How many pieces of its reply have come: one that grows is no dead one.</summary>
    public long Pieces => Volatile.Read(ref _pieces);

    /// <summary>Runs in the receiver before the next message is looked at; null for nothing.</summary>
    public Action<RpcReply>? BeforeNext { get; init; }

    /// <summary>Another piece of the reply has come.</summary>
    public void Progress() => Interlocked.Increment(ref _pieces);

    /// <summary>The whole reply has come.</summary>
    public abstract void Reply(RpcReply reply);

    /// <summary>No reply will come.</summary>
    public abstract void Fail(Exception cause);

    /// <summary>The reply has data and goes on: where it is to be written; null to have it whole.</summary>
    public virtual PipeWriter? Begin(long? messageId) => null;
}

/// <summary>One that wants its reply whole.</summary>
internal sealed class WholeReply : PendingRequest
{
    private readonly TaskCompletionSource<RpcReply> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RpcReply> Task => _completion.Task;

    public override void Reply(RpcReply reply)
    {
        try
        {
            BeforeNext?.Invoke(reply);
        }
        catch (Exception e)
        {
            _completion.TrySetException(e);
        }

        _completion.TrySetResult(reply);
    }

    public override void Fail(Exception cause) => _completion.TrySetException(cause);
}

/// <summary>One that takes its reply as it comes. A reply with errors, or a short one, comes whole all the same.</summary>
internal sealed class PartwiseReply(NetconfClientOptions options) : PendingRequest
{
    // What may wait for the caller before the server has to.
    private const int Threshold = 1024 * 1024;

    private readonly TaskCompletionSource<(RpcReply? Whole, StreamedReply? Streamed)> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<(RpcReply? Whole, StreamedReply? Streamed)> Task => _completion.Task;

    public override void Reply(RpcReply reply) => _completion.TrySetResult((reply, null));

    public override void Fail(Exception cause) => _completion.TrySetException(cause);

    public override PipeWriter? Begin(long? messageId)
    {
        var pipe = new Pipe(new PipeOptions(
            pauseWriterThreshold: Threshold, resumeWriterThreshold: Threshold / 2, minimumSegmentSize: 64 * 1024, useSynchronizationContext: false));
        return _completion.TrySetResult((null, new StreamedReply(messageId, pipe.Reader, options.MaxDepth))) ? pipe.Writer : null;
    }
}
