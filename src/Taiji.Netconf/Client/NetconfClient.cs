using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Threading.Channels;
using System.Xml;
using System.Xml.Linq;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Messages;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Client;

/// <summary>
/// A client's end of a session. Requests may be sent from any thread and without waiting for earlier ones; replies find theirs by message-id. When the session ends, everyone
/// who waits hears of it at once.
/// </summary>
public sealed class NetconfClient : IAsyncDisposable
{
    /// <summary>The name of the activity source that tells of each request.</summary>
    public const string ActivitySourceName = "Taiji.Netconf.Client";

    private readonly IDuplexPipe _transport;
    private readonly NetconfClientOptions _options;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<RpcReply>> _waiting = new();
    private readonly Channel<Notification> _notifications = Channel.CreateUnbounded<Notification>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private NetconfSessionClosedException? _closed;
    private long _lastId;

    private NetconfClient(IDuplexPipe transport, NetconfClientOptions options)
    {
        _transport = transport;
        _options = options;
        _reader = new FrameReader(transport.Input, options.MaxMessageSize);
        _writer = new FrameWriter(transport.Output);
    }

    /// <summary>The session-id that the server gave.</summary>
    public uint SessionId { get; private set; }

    /// <summary>What the server can do.</summary>
    public CapabilitySet ServerCapabilities { get; private set; } = new();

    /// <summary>Completes, never with an exception, when the session has ended.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Begins a session.</summary>
    /// <param name="transport">The bytes both ways; completed when the session ends.</param>
    /// <param name="options">How to speak; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NetconfException">The server's hello isn't one, has no version in common, or doesn't come in time.</exception>
    public static async Task<NetconfClient> ConnectAsync(
        IDuplexPipe transport, NetconfClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        var client = new NetconfClient(transport, options ?? new NetconfClientOptions());
        try
        {
            await client.ExchangeHellosAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            client.End(e.Message, e);
            await client.DisposeAsync().ConfigureAwait(false);
            if (e is XmlException or RpcErrorException) throw new NetconfException($"The server's hello is malformed: {e.Message}", e);
            throw;
        }

        client._receiving = Task.Run(client.ReceiveAsync, CancellationToken.None);
        return client;
    }

    /// <summary>Begins a session over a stream, which stays open after it.</summary>
    /// <param name="stream">The bytes both ways.</param>
    /// <param name="options">How to speak; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<NetconfClient> ConnectAsync(Stream stream, NetconfClientOptions? options = null, CancellationToken cancellationToken = default) =>
        ConnectAsync(new StreamTransport(stream), options, cancellationToken);

    /// <summary>Sends an operation and waits for its reply.</summary>
    /// <param name="operation">The operation's element as XML; without prefix it is in NETCONF's base namespace.</param>
    /// <param name="cancellationToken">Stops waiting; the server does the operation all the same.</param>
    /// <exception cref="RpcErrorException">The reply has errors, and <see cref="NetconfClientOptions.RaiseMode"/> says that they throw: all of them.</exception>
    /// <exception cref="NetconfSessionClosedException">The session ended first.</exception>
    /// <exception cref="TimeoutException">No reply came within <see cref="NetconfClientOptions.RequestTimeout"/>; the session goes on.</exception>
    public async Task<RpcReply> RpcAsync(string operation, CancellationToken cancellationToken = default)
    {
        var reply = await SendAsync(operation, cancellationToken).ConfigureAwait(false);
        return Raises(reply) ? throw new RpcErrorException(reply.Errors) : reply;
    }

    /// <summary>As <see cref="RpcAsync"/>, but a reply with errors is returned like any other.</summary>
    /// <param name="operation">The operation's element as XML.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<RpcReply> SendAsync(string operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var id = Interlocked.Increment(ref _lastId);
        using var observation = RequestObservation.Begin(_options, operation, SessionId, id);
        try
        {
            var reply = await ExchangeAsync(id, operation, cancellationToken).ConfigureAwait(false);
            observation.Replied(reply);
            return reply;
        }
        catch (Exception e)
        {
            observation.Failed(e);
            throw;
        }
    }

    /// <summary>The notifications in the order they come, until the session ends. Those that nobody reads are kept.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    public IAsyncEnumerable<Notification> ReadNotificationsAsync(CancellationToken cancellationToken = default) =>
        _notifications.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Ends the session without asking the server; <see cref="NetconfClientOperations.CloseSessionAsync"/> asks.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested) return;
        await _closing.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        End("it was closed by this end", null);
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _transport.Input.CompleteAsync().ConfigureAwait(false);
            _writer.Complete();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The transport was gone before.
        }

        _writing.Dispose();
        _closing.Dispose();
    }

    private async Task ExchangeHellosAsync(CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(_options.HelloTimeout);
        try
        {
            new HelloMessage(_options.Capabilities, null).Write(_writer);
            _writer.EndMessage();
            await _writer.FlushOutputAsync(timer.Token).ConfigureAwait(false);
            var message = await _reader.ReadMessageAsync(timer.Token).ConfigureAwait(false)
                ?? throw new NetconfException("The server closed the session before its hello.");
            using var xml = MessageXml.Open(message.Content, _options.MaxDepth);
            Accept(HelloMessage.Read(xml));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NetconfException($"No hello came from the server in {_options.HelloTimeout.TotalSeconds:0.###} s.");
        }
    }

    private void Accept(HelloMessage hello)
    {
        SessionId = hello.SessionId ?? throw new NetconfException("The server's hello has no session-id (RFC 6241 §8.1).");
        ServerCapabilities = hello.Capabilities;
        var version = _options.Capabilities.CommonBase(hello.Capabilities)
            ?? throw new NetconfException("The server's hello has no base capability in common (RFC 6241 §8.1).");
        _reader.Mode = _writer.Mode = version == CapabilityUris.Base11 ? FramingMode.Chunked : FramingMode.EndOfMessage;
    }

    private bool Raises(RpcReply reply) => _options.RaiseMode != RaiseMode.None && reply.Errors.Any(e =>
        (e.Severity == ErrorSeverity.Error || _options.RaiseMode == RaiseMode.All) && _options.IgnoreError?.Invoke(e) != true);

    private async Task<RpcReply> ExchangeAsync(long id, string operation, CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource<RpcReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = waiter;
        try
        {
            if (_closed is not null) throw Closed();
            await WriteAsync(id, operation, cancellationToken).ConfigureAwait(false);
            return await waiter.Task.WaitAsync(_options.RequestTimeout ?? Timeout.InfiniteTimeSpan, _options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No reply to {RequestObservation.OperationName(operation)} came in {_options.RequestTimeout!.Value.TotalSeconds:0.###} s.");
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    private async Task WriteAsync(long id, string operation, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _writer.WriteRaw($"<rpc xmlns=\"{NetconfNamespaces.Base}\" message-id=\"{id.ToString(CultureInfo.InvariantCulture)}\">");
            _writer.WriteRaw(operation);
            _writer.WriteRaw("</rpc>");
            _writer.EndMessage();
            await _writer.FlushOutputAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NetconfException or IOException or InvalidOperationException or OperationCanceledException)
        {
            throw _closed is null ? new NetconfSessionClosedException("The session is lost.", e) : Closed();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _reader.ReadMessageAsync(_closing.Token).ConfigureAwait(false) is { } message) Dispatch(message);
            End("the server closed it", null);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            End("it was closed by this end", null);
        }
        catch (Exception e)
        {
            End(e.Message, e);
        }
    }

    private void Dispatch(FramedMessage message)
    {
        if (message.IsTooBig) throw new NetconfException($"The server sent a message longer than {_options.MaxMessageSize} bytes.");
        var content = message.Content.ToArray();
        using var reader = MessageXml.Open(new ReadOnlySequence<byte>(content), _options.MaxDepth);
        if (reader.LocalName == "rpc-reply" && reader.NamespaceURI == NetconfNamespaces.Base)
            Hand(RpcReply.Read(reader, content, _options.MaxDepth));
        else if (reader.LocalName == "notification" && reader.NamespaceURI == NetconfNamespaces.Notification)
            _notifications.Writer.TryWrite(Notification.Read(XElement.Load(reader, LoadOptions.PreserveWhitespace)));
        else
            throw new NetconfException($"The server sent <{reader.Name}>, which is neither a reply nor a notification.");
    }

    private void Hand(RpcReply reply)
    {
        // A reply without message-id answers the oldest request: replies come in order (RFC 6241 §4.5).
        if (reply.MessageId is null && !_waiting.IsEmpty) _waiting.MinBy(w => w.Key).Value.TrySetResult(reply);
        else if (long.TryParse(reply.MessageId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && _waiting.TryGetValue(id, out var waiter))
            waiter.TrySetResult(reply);
    }

    private NetconfSessionClosedException Closed() => new(_closed!.Message, _closed.InnerException);

    private void End(string reason, Exception? cause)
    {
        if (Interlocked.CompareExchange(ref _closed, new NetconfSessionClosedException($"The session ended: {reason}", cause), null) is not null) return;
        foreach (var waiter in _waiting.Values) waiter.TrySetException(Closed());
        _notifications.Writer.TryComplete();
        _completion.TrySetResult();
    }
}
