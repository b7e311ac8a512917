using Taiji.Netconf.Framing;

namespace Taiji.Netconf.Serving;

/// <summary>
/// A session's input. Short messages are taken from memory when they have come; long ones are read while they come, by a thread of their own, so that neither their length nor the
/// pace of their sender costs the server more than what is made of them.
/// </summary>
internal sealed class RpcIntake
{
    private readonly NetconfServerSession _session;
    private readonly NetconfSessionSetup _setup;
    private readonly FrameReader _reader;
    private readonly Func<CancellationToken, ValueTask<FramedMessage?>> _readMessage;
    private readonly Func<CancellationToken, ValueTask<MessagePiece?>> _readPiece;
    private RpcReceiver? _receiver;
    private MessageRest? _rest;

    /// <summary>Makes the input of a session that hasn't begun.</summary>
    public RpcIntake(NetconfServerSession session, NetconfSessionSetup setup, FrameReader reader)
    {
        _session = session;
        _setup = setup;
        _reader = reader;
        _readMessage = reader.ReadMessageAsync;
        _readPiece = reader.ReadPieceAsync;
    }

    /// <summary>Goes on after the hellos.</summary>
    /// <param name="isBase11">Whether both ends speak base:1.1.</param>
    public void Begin(bool isBase11)
    {
        _reader.Mode = isBase11 ? FramingMode.Chunked : FramingMode.EndOfMessage;
        _reader.MaxMessageSize = _setup.Options.MaxMessageSize;
        _reader.MaxKept = _setup.Options.MaxKeptSize;
        _receiver = new RpcReceiver(_session, _setup.Operations, _setup.Options.MaxDepth, isBase11);
    }

    /// <summary>Waits for the client's hello.</summary>
    /// <param name="cancellationToken">The session ends.</param>
    public ValueTask<FramedMessage?> ReadHelloAsync(CancellationToken cancellationToken) => WithinAsync(_readMessage, _setup.Options.HelloTimeout, isStall: false, cancellationToken);

    /// <summary>Waits for a message, or for as much of a long one as is kept; null when the client has ended its side.</summary>
    /// <param name="cancellationToken">The session ends.</param>
    public ValueTask<FramedMessage?> ReadAsync(CancellationToken cancellationToken) =>
        _rest is null ? WithinAsync(_readMessage, _setup.Options.IdleTimeout, isStall: false, cancellationToken) : ReadAfterRestAsync(cancellationToken);

    /// <summary>Makes an operation of a message.</summary>
    /// <param name="message">The one read last.</param>
    /// <param name="cancellationToken">The session ends.</param>
    public ValueTask<ReceivedRpc> ReceiveAsync(FramedMessage message, CancellationToken cancellationToken)
    {
        var limit = _setup.Options.MaxMessageSize;
        if (!message.IsPart) return new ValueTask<ReceivedRpc>(_receiver!.Receive(message, null, limit));
        var rest = _rest = new MessageRest(
            () => WithinAsync(_readPiece, _setup.Options.StallTimeout, isStall: true, cancellationToken), limit - message.Content.Length, () => new Yang.Diagnostics.RpcErrorException(NetconfErrors.TooBig(limit)));
        return new ValueTask<ReceivedRpc>(Task.Factory.StartNew(
            () => _receiver!.Receive(message, rest, limit), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    /// <summary>What is left of a message that was answered before its end passes by.</summary>
    private async ValueTask<FramedMessage?> ReadAfterRestAsync(CancellationToken cancellationToken)
    {
        await _rest!.SkipAsync().ConfigureAwait(false);
        _rest = null;
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> WithinAsync<T>(Func<CancellationToken, ValueTask<T>> read, TimeSpan timeout, bool isStall, CancellationToken cancellationToken)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return await read(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            using var timer = new CancellationTokenSource(timeout, _setup.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
            try
            {
                return await read(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                if (isStall) throw new SessionEndException(SessionOutcome.TimedOut, $"nothing came from the client inside a message for {timeout.TotalSeconds:0.###} s");
                if (!_session.HasSubscription) throw new SessionEndException(SessionOutcome.TimedOut, $"nothing came from the client for {timeout.TotalSeconds:0.###} s");
            }
        }
    }
}
