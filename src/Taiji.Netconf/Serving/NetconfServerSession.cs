using System.Buffers;
using System.IO.Pipelines;
using System.Xml;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Messages;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Serving;

/// <summary>
/// The server's end of a session (RFC 6241 §4, §8.1), for as long as <see cref="RunAsync"/> runs: hellos, then rpcs one after the other, each answered before the next is done, in
/// the order they came. A slow reader holds up its own session only.
/// </summary>
public sealed class NetconfServerSession : IDisposable
{
    private const int FlushThreshold = 64 * 1024;

    private readonly IDuplexPipe _transport;
    private readonly NetconfSessionSetup _setup;
    private readonly RpcIntake _intake;
    private readonly FrameWriter _writer;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _ended = new();
    private bool _isClosed;

    /// <summary>Makes a session that hasn't begun.</summary>
    /// <param name="transport">The bytes both ways; completed when the session ends.</param>
    /// <param name="setup">All else.</param>
    public NetconfServerSession(IDuplexPipe transport, NetconfSessionSetup setup)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(setup);
        _transport = transport;
        _setup = setup;
        _intake = new RpcIntake(this, setup, new FrameReader(transport.Input, setup.Options.MaxHelloSize));
        _writer = new FrameWriter(transport.Output);
        Ended = _ended.Token;
    }

    /// <summary>The session-id.</summary>
    public uint SessionId => _setup.SessionId;

    /// <summary>What the client said it can do; null before its hello.</summary>
    public CapabilitySet? PeerCapabilities { get; private set; }

    /// <summary>Cancelled when the session ends.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Whether notifications are being sent: such a session is never idle.</summary>
    public bool HasSubscription { get; set; }

    /// <summary>How it ended; null before.</summary>
    public SessionOutcome? Outcome { get; private set; }

    /// <summary>Serves the session until either end closes it. Never throws: how it ended is logged, and nothing but this session is concerned.</summary>
    /// <param name="cancellationToken">Ends the session at once (kill-session, the server stops).</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string reason;
        var isEstablished = false;
        try
        {
            await ExchangeHellosAsync(cancellationToken).ConfigureAwait(false);
            isEstablished = true;
            reason = await ServeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            reason = "it was closed by the server";
            Outcome = SessionOutcome.ClosedByServer;
        }
        catch (Exception e)
        {
            // Whatever it was, lost connections foremost: it ends this session and no other.
            reason = e.Message;
            Outcome = e switch
            {
                SessionEndException end => end.Outcome,
                NetconfException when !isEstablished => SessionOutcome.BadHello,
                XmlException or RpcErrorException when !isEstablished => SessionOutcome.BadHello,
                NetconfException => SessionOutcome.Failed,
                _ => SessionOutcome.Dropped,
            };
        }

        await CloseAsync().ConfigureAwait(false);
        SessionLog.Ended(_setup.Logger, SessionId, reason);
    }

    /// <summary>Sends a notification (RFC 5277 §2.2.1), between two replies.</summary>
    /// <param name="eventTime">When it happened.</param>
    /// <param name="content">Writes the notification's own element.</param>
    /// <param name="cancellationToken">Gives up; a notification that has begun to leave then ends the session.</param>
    /// <exception cref="NetconfException">The session has ended.</exception>
    public async ValueTask SendNotificationAsync(
        DateTimeOffset eventTime, Func<PipeWriter, CancellationToken, ValueTask> content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isClosed) throw new NetconfException("The session has ended.");
            await WriteNotificationAsync(eventTime, content, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }

        _setup.Counters?.CountOutNotification();
    }

    /// <summary>Sends a notification that is written already.</summary>
    /// <param name="notification">The whole message, UTF-8.</param>
    /// <param name="hasMore">Whether another one follows at once: it may leave with that one, or by <see cref="FlushAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NetconfException">The session has ended.</exception>
    public async ValueTask SendNotificationAsync(ReadOnlyMemory<byte> notification, bool hasMore, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isClosed) throw new NetconfException("The session has ended.");
            _writer.WriteMessage(notification.Span);
            if (!hasMore || _writer.UnflushedBytes >= FlushThreshold) await _writer.FlushOutputAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }

        _setup.Counters?.CountOutNotification();
    }

    /// <summary>Sends notifications that are there already, in order and together.</summary>
    /// <typeparam name="T">What they are.</typeparam>
    /// <param name="notifications">They.</param>
    /// <param name="text">The whole message of one, UTF-8.</param>
    /// <param name="hasMore">Whether another one follows at once: they may leave with that one, or by <see cref="FlushAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NetconfException">The session has ended.</exception>
    public async ValueTask SendNotificationsAsync<T>(IReadOnlyList<T> notifications, Func<T, ReadOnlyMemory<byte>> text, bool hasMore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notifications);
        ArgumentNullException.ThrowIfNull(text);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var i = 0; i < notifications.Count; i++)
            {
                if (_isClosed) throw new NetconfException("The session has ended.");
                _writer.WriteMessage(text(notifications[i]).Span);
                _setup.Counters?.CountOutNotification();
                if (_writer.UnflushedBytes >= FlushThreshold) await _writer.FlushOutputAsync(cancellationToken).ConfigureAwait(false);
            }

            if (!hasMore && _writer.UnflushedBytes > 0) await _writer.FlushOutputAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Lets all that is written leave.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isClosed && _writer.UnflushedBytes > 0) await _writer.FlushOutputAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writing.Dispose();
        _ended.Dispose();
    }

    private async Task ExchangeHellosAsync(CancellationToken cancellationToken)
    {
        new HelloMessage(_setup.Capabilities, SessionId).Write(_writer);
        _writer.EndMessage();
        await _writer.FlushOutputAsync(cancellationToken).ConfigureAwait(false);
        var hello = await ReadHelloAsync(cancellationToken).ConfigureAwait(false);
        if (hello.SessionId is not null) throw new NetconfException("The client's hello has a session-id, which is a server's to give (RFC 6241 §8.1).");
        var version = _setup.Capabilities.CommonBase(hello.Capabilities)
            ?? throw new NetconfException("The client's hello has no base capability in common (RFC 6241 §8.1).");
        PeerCapabilities = hello.Capabilities;
        _setup.Established?.Invoke(hello.Capabilities);
        var isBase11 = version == CapabilityUris.Base11;
        _writer.Mode = isBase11 ? FramingMode.Chunked : FramingMode.EndOfMessage;
        _intake.Begin(isBase11);
        SessionLog.Established(_setup.Logger, SessionId, version);
    }

    private async Task<HelloMessage> ReadHelloAsync(CancellationToken cancellationToken)
    {
        var message = await _intake.ReadHelloAsync(cancellationToken).ConfigureAwait(false);
        if (message is not { } hello) throw new SessionEndException(SessionOutcome.Dropped, "the client left before its hello");
        if (hello.IsTooBig) throw new NetconfException($"The client's hello is longer than {_setup.Options.MaxHelloSize} bytes.");
        using var xml = MessageXml.Open(hello.Content, _setup.Options.MaxDepth);
        return HelloMessage.Read(xml);
    }

    private async Task<string> ServeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _intake.ReadAsync(cancellationToken);
            // While requests are already there, their replies may leave together.
            if (!next.IsCompletedSuccessfully) await FlushAsync(cancellationToken).ConfigureAwait(false);
            if (await next.ConfigureAwait(false) is not { } message)
            {
                await FlushAsync(cancellationToken).ConfigureAwait(false);
                Outcome = SessionOutcome.Dropped;
                return "the client closed the transport";
            }

            if (message.IsPart) await FlushAsync(cancellationToken).ConfigureAwait(false);
            var rpc = await _intake.ReceiveAsync(message, cancellationToken).ConfigureAwait(false);
            Count(rpc);
            var reply = rpc.Operation is null
                ? NetconfReply.Failed(rpc.Errors)
                : await ExecuteAsync(rpc.Operation, cancellationToken).ConfigureAwait(false);
            await WriteReplyAsync(rpc.Envelope, reply, cancellationToken).ConfigureAwait(false);
            if (!reply.EndsSession) continue;
            await FlushAsync(cancellationToken).ConfigureAwait(false);
            Outcome = SessionOutcome.Closed;
            return "close-session";
        }
    }

    private async ValueTask<NetconfReply> ExecuteAsync(INetconfOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            var pending = operation.ExecuteAsync(cancellationToken);
            if (pending.IsCompleted) return await pending.ConfigureAwait(false);
            // It takes its time: the replies before it need not wait.
            var task = pending.AsTask();
            await Task.WhenAll(task, FlushAsync(cancellationToken).AsTask()).ConfigureAwait(false);
            return await task.ConfigureAwait(false);
        }
        catch (RpcErrorException e)
        {
            return NetconfReply.Failed(e.Errors);
        }
        catch (Exception e) when (e is not NetconfException && !cancellationToken.IsCancellationRequested)
        {
            SessionLog.Fault(_setup.Logger, SessionId, e);
            return NetconfReply.Failed([NetconfErrors.Internal()]);
        }
    }

    private async ValueTask WriteReplyAsync(RpcEnvelope envelope, NetconfReply reply, CancellationToken cancellationToken)
    {
        await using var release = new ReplyRelease(reply);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteReplyContentAsync(envelope, reply, cancellationToken).ConfigureAwait(false);
            _writer.EndMessage();
            if (_writer.UnflushedBytes >= FlushThreshold) await _writer.FlushOutputAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }

        reply.Sent?.Invoke();
    }

    private async ValueTask WriteReplyContentAsync(RpcEnvelope envelope, NetconfReply reply, CancellationToken cancellationToken)
    {
        try
        {
            await ReplyWriter.WriteAsync(_writer, envelope, reply, _setup.Schema, cancellationToken).ConfigureAwait(false);
            if (reply.Errors.Count > 0) _setup.Counters?.CountOutRpcError();
        }
        catch (Exception e) when (e is not NetconfException && !cancellationToken.IsCancellationRequested && _writer.TryRewind())
        {
            // Nothing of the reply has left: it can still become an error.
            if (e is not RpcErrorException) SessionLog.Fault(_setup.Logger, SessionId, e);
            var errors = e is RpcErrorException rpc ? rpc.Errors : [NetconfErrors.Internal()];
            await ReplyWriter.WriteAsync(_writer, envelope, NetconfReply.Failed(errors), _setup.Schema, cancellationToken).ConfigureAwait(false);
            _setup.Counters?.CountOutRpcError();
        }
    }

    private async ValueTask WriteNotificationAsync(
        DateTimeOffset eventTime, Func<PipeWriter, CancellationToken, ValueTask> content, CancellationToken cancellationToken)
    {
        try
        {
            _writer.WriteRaw($"<notification xmlns=\"{NetconfNamespaces.Notification}\">");
            _writer.WriteElement("eventTime", XmlConvert.ToString(eventTime));
            await content(_writer, cancellationToken).ConfigureAwait(false);
            _writer.WriteRaw("</notification>");
        }
        catch (Exception) when (_writer.TryRewind())
        {
            throw;
        }
        catch (Exception)
        {
            // Half of it has left.
            await _ended.CancelAsync().ConfigureAwait(false);
            _transport.Input.CancelPendingRead();
            _isClosed = true;
            throw;
        }

        _writer.EndMessage();
        await _writer.FlushOutputAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Count(in ReceivedRpc rpc)
    {
        if (rpc.IsBad) _setup.Counters?.CountInBadRpc();
        else _setup.Counters?.CountInRpc();
    }

    private async Task CloseAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        // Who is writing a notification hears of it by that, and lets go.
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _isClosed = true;
        _writing.Release();
        try
        {
            await _transport.Input.CompleteAsync().ConfigureAwait(false);
            // With something left to write the transport would wait for a peer that may not read any more.
            _writer.Complete(_writer.UnflushedBytes > 0 ? new NetconfException("The session was cut off.") : null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The transport was gone before.
        }
    }
}
