namespace Taiji.Netconf.Serving;

/// <summary>Lets go of what a reply's content comes from, at the end of a block.</summary>
/// <param name="reply">The reply.</param>
internal readonly struct ReplyRelease(NetconfReply reply) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => reply.Release?.Invoke() ?? ValueTask.CompletedTask;
}
