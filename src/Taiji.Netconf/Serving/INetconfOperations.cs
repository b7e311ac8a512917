namespace Taiji.Netconf.Serving;

/// <summary>
/// What a server does for one session: the floor below the messages. An rpc is read as a whole first, and done only when all of its message was found to be correct.
/// </summary>
public interface INetconfOperations
{
    /// <summary>Reads an operation with its parameters.</summary>
    /// <param name="request">Where; its reader stands on the operation's element and must be left after that element's end.</param>
    /// <returns>What is to be done.</returns>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">The operation is unknown, or its parameters are wrong.</exception>
    INetconfOperation Read(RpcRequest request);
}

/// <summary>An operation whose parameters have been read.</summary>
public interface INetconfOperation
{
    /// <summary>Does it.</summary>
    /// <param name="cancellationToken">The session ends.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">Why not.</exception>
    ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken);
}

/// <summary>Counts what a session does (RFC 6022 §2.1.4).</summary>
public interface INetconfCounters
{
    /// <summary>A correct <c>rpc</c> came.</summary>
    void CountInRpc();

    /// <summary>Something else came where an <c>rpc</c> was expected.</summary>
    void CountInBadRpc();

    /// <summary>A reply with an <c>rpc-error</c> was sent.</summary>
    void CountOutRpcError();

    /// <summary>A notification was sent.</summary>
    void CountOutNotification();
}
