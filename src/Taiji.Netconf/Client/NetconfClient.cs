using System.IO.Pipelines;
using System.Xml;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Messages;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Client;

/// <summary>
/// A client's end of a session. Requests may be sent from any thread and without waiting for earlier ones; replies find theirs by message-id. When the session ends, everyone
/// who waits hears of it at once. A session has no thread of its own.
/// </summary>
public sealed partial class NetconfClient : IAsyncDisposable
{
    /// <summary>The name of the activity source that tells of each request.</summary>
    public const string ActivitySourceName = "Taiji.Netconf.Client";

    private readonly IDuplexPipe _transport;
    private readonly NetconfClientOptions _options;
    private readonly FrameReader _reader;
    private readonly RequestWriter _writer;
    private readonly MessageReceiver _receiver;
    private readonly CancellationTokenSource _closing = new();
    private readonly PendingRequests _pending = new();
    private readonly NotificationRouter _notifications;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private NetconfSessionClosedException? _closed;
    private int _isDisposing;

    private NetconfClient(IDuplexPipe transport, NetconfClientOptions options)
    {
        _transport = transport;
        _options = options;
        _reader = new FrameReader(transport.Input, options.MaxMessageSize);
        _writer = new RequestWriter(transport.Output, options.Profile);
        _notifications = new NotificationRouter(options.NotificationCapacity, _pending);
        _receiver = new MessageReceiver(_reader, options, _pending, _notifications);
    }

    /// <summary>Raised once when the session has ended, whoever ended it; the argument says why.</summary>
    public event EventHandler<NetconfSessionClosedException>? Closed;

    /// <summary>The session-id that the server gave.</summary>
    public uint SessionId { get; private set; }

    /// <summary>What the server can do.</summary>
    public CapabilitySet ServerCapabilities { get; private set; } = new();

    /// <summary>What this end said that it can do.</summary>
    public CapabilitySet ClientCapabilities => _options.Capabilities ?? _options.Profile.Capabilities;

    /// <summary>How the session speaks.</summary>
    public NetconfClientOptions Options => _options;

    /// <summary>Completes, never with an exception, when the session has ended.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Why the session has ended; null while it lives.</summary>
    public NetconfSessionClosedException? CloseReason => Volatile.Read(ref _closed);

    /// <summary>Begins a session.</summary>
    /// <param name="transport">The bytes both ways; completed when the session ends. A <see cref="NetconfTransport"/> is disposed of with the client, and when this fails.</param>
    /// <param name="options">How to speak; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NetconfException">The server's hello isn't one, has no version in common, or doesn't come in time.</exception>
    public static async Task<NetconfClient> ConnectAsync(
        IDuplexPipe transport, NetconfClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        options ??= new NetconfClientOptions();
        if (transport is NetconfTransport { PeerName: { } name } && options.PeerName is null) options = options with { PeerName = name };
        var client = new NetconfClient(transport, options);
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

        client._receiving = client.ReceiveAsync();
        if (options.KeepAlive is { } interval) _ = client.KeepAliveAsync(interval);
        return client;
    }

    /// <summary>Begins a session over a stream, which stays open after it.</summary>
    /// <param name="stream">The bytes both ways.</param>
    /// <param name="options">How to speak; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<NetconfClient> ConnectAsync(Stream stream, NetconfClientOptions? options = null, CancellationToken cancellationToken = default) =>
        ConnectAsync(new StreamTransport(stream), options, cancellationToken);

    /// <summary>
    /// The notifications in the order they come, until the session ends. Those that nobody reads are kept, up to <see cref="NetconfClientOptions.NotificationCapacity"/>. What a
    /// <see cref="NetconfSubscription"/> gets doesn't come here.
    /// </summary>
    /// <param name="cancellationToken">Stops reading.</param>
    public IAsyncEnumerable<Notification> ReadNotificationsAsync(CancellationToken cancellationToken = default) => _notifications.Session.ReadAllAsync(cancellationToken);

    /// <summary>Ends the session without asking the server; <see cref="NetconfClientOperations.CloseSessionAsync"/> asks.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposing, 1) != 0)
        {
            await _disposed.Task.ConfigureAwait(false);
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        End("it was closed by this end", null);
        try
        {
            await _transport.Input.CompleteAsync().ConfigureAwait(false);
            await _writer.CompleteAsync().ConfigureAwait(false);
            if (_transport is NetconfTransport owned) await owned.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The transport was gone before.
        }
        finally
        {
            _closing.Dispose();
            _disposed.TrySetResult();
        }
    }

    private async Task ExchangeHellosAsync(CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(_options.HelloTimeout);
        try
        {
            await _writer.WriteHelloAsync(new HelloMessage(ClientCapabilities, null), timer.Token).ConfigureAwait(false);
            var message = await _reader.ReadMessageAsync(timer.Token).ConfigureAwait(false)
                ?? throw new NetconfException("The server closed the session before its hello.");
            using var xml = MessageXml.Open(_options.Profile.TrimStart(message.Content), _options.MaxDepth);
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
        var version = ClientCapabilities.CommonBase(hello.Capabilities)
            ?? throw new NetconfException("The server's hello has no base capability in common (RFC 6241 §8.1).");
        _reader.Mode = _writer.Mode = version == CapabilityUris.Base11 ? FramingMode.Chunked : FramingMode.EndOfMessage;
    }

    private async Task ReceiveAsync()
    {
        // The caller goes on at once, whatever has arrived already.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await _receiver.RunAsync(_closing.Token).ConfigureAwait(false);
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

    private NetconfSessionClosedException ClosedException() => new(_closed!.Message, _closed.InnerException);

    private void End(string reason, Exception? cause)
    {
        var closed = new NetconfSessionClosedException($"The session ended: {reason}", cause);
        if (Interlocked.CompareExchange(ref _closed, closed, null) is not null) return;
        _pending.FailAll(ClosedException);
        _receiver.BreakOff(closed);
        _notifications.Complete();
        if (_options.Logger is { } logger) ClientLog.Ended(logger, SessionId, _options.PeerName, reason);
        _completion.TrySetResult();
        try
        {
            Closed?.Invoke(this, closed);
        }
        catch (Exception e) when (_options.Logger is { } log)
        {
            ClientLog.HandlerFailed(log, e, SessionId, _options.PeerName);
        }
    }
}
