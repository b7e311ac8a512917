using System.IO.Pipelines;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Client;

/// <content>Requests and their replies.</content>
public sealed partial class NetconfClient
{
    // The cheapest question that every server must answer: a filter that selects nothing (RFC 6241 §6.4.2).
    private const string Ping = "<get><filter type=\"subtree\"/></get>";

    /// <summary>Sends an operation and waits for its reply.</summary>
    /// <param name="operation">The operation's element as XML; without prefix it is in NETCONF's base namespace.</param>
    /// <param name="cancellationToken">Stops waiting; the server does the operation all the same.</param>
    /// <exception cref="RpcErrorException">The reply has errors, and <see cref="NetconfClientOptions.RaiseMode"/> says that they throw: all of them.</exception>
    /// <exception cref="NetconfSessionClosedException">The session ended first.</exception>
    /// <exception cref="TimeoutException">Nothing of the reply came for <see cref="NetconfClientOptions.RequestTimeout"/>; the session goes on.</exception>
    public async Task<RpcReply> RpcAsync(string operation, CancellationToken cancellationToken = default)
    {
        var reply = await SendAsync(operation, cancellationToken).ConfigureAwait(false);
        return Raises(reply) ? throw new RpcErrorException(reply.Errors) : reply;
    }

    /// <summary>As <see cref="RpcAsync"/>, but a reply with errors is returned like any other.</summary>
    /// <param name="operation">The operation's element as XML.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<RpcReply> SendAsync(string operation, CancellationToken cancellationToken = default) => SendAsync(operation, null, cancellationToken);

    /// <summary>
    /// As <see cref="RpcAsync"/>, but the reply can be read while it comes, in memory that doesn't grow with it. Errors are thrown; other requests' replies wait until it is read
    /// or disposed of.
    /// </summary>
    /// <param name="operation">The operation's element as XML.</param>
    /// <param name="cancellationToken">Stops waiting for the reply's beginning.</param>
    /// <returns>The reply, to be disposed of.</returns>
    public async Task<StreamedReply> StreamAsync(string operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var id = _pending.NextId();
        using var observation = RequestObservation.Begin(_options, operation, SessionId, id);
        var request = new PartwiseReply(_options);
        try
        {
            await ExchangeAsync(id, operation, request, request.Task, cancellationToken).ConfigureAwait(false);
            var (whole, streamed) = await request.Task.ConfigureAwait(false);
            if (streamed is not null) return streamed;
            observation.Replied(whole!);
            return Raises(whole!) ? throw new RpcErrorException(whole!.Errors) : new StreamedReply(id, PipeReader.Create(whole!.Bytes), _options.MaxDepth);
        }
        catch (Exception e)
        {
            if (e is not RpcErrorException) observation.Failed(e);
            throw;
        }
    }

    /// <summary>Sends an operation whose reply is looked at before anything else is received.</summary>
    internal async Task<RpcReply> SendAsync(string operation, Action<RpcReply>? beforeNext, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var id = _pending.NextId();
        using var observation = RequestObservation.Begin(_options, operation, SessionId, id);
        var request = new WholeReply { BeforeNext = beforeNext };
        try
        {
            await ExchangeAsync(id, operation, request, request.Task, cancellationToken).ConfigureAwait(false);
            var reply = await request.Task.ConfigureAwait(false);
            observation.Replied(reply);
            return reply;
        }
        catch (Exception e)
        {
            observation.Failed(e);
            throw;
        }
    }

    internal bool Raises(RpcReply reply) => reply.Errors.Count > 0 && _options.RaiseMode != RaiseMode.None && reply.Errors.Any(e =>
        (e.Severity == ErrorSeverity.Error || _options.RaiseMode == RaiseMode.All) && _options.IgnoreError?.Invoke(e) != true && !_options.Profile.Ignores(e));

    internal NotificationQueue OpenQueue(uint subscription) => _notifications.Open(subscription);

    internal bool HasQueue(uint subscription) => _closed is null && _notifications.Has(subscription);

    internal void CloseQueue(uint subscription) => _notifications.Close(subscription);

    private async Task ExchangeAsync(long id, string operation, PendingRequest request, Task replied, CancellationToken cancellationToken)
    {
        _pending.Add(id, request);
        try
        {
            if (_closed is not null) throw ClosedException();
            _notifications.Wake();
            await WriteAsync(id, operation, cancellationToken).ConfigureAwait(false);
            if (_options.RequestTimeout is { } timeout) await WaitAsync(request, replied, operation, timeout, cancellationToken).ConfigureAwait(false);
            else await replied.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            request.Fail(e);
            throw;
        }
        finally
        {
            _pending.Remove(id);
        }
    }

    /// <summary>Waits as long as the reply, or what of it there is, keeps coming.</summary>
    private async Task WaitAsync(PendingRequest request, Task replied, string operation, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (true)
        {
            var pieces = request.Pieces;
            try
            {
                await replied.WaitAsync(timeout, _options.Time, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException)
            {
                if (request.Pieces == pieces)
                    throw new TimeoutException($"No reply to {RequestObservation.OperationName(operation)} came in {timeout.TotalSeconds:0.###} s.");
            }
        }
    }

    private async ValueTask WriteAsync(long id, string operation, CancellationToken cancellationToken)
    {
        try
        {
            await _writer.WriteRequestAsync(id, operation, cancellationToken, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NetconfException or IOException or InvalidOperationException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw _closed is null ? new NetconfSessionClosedException("The session is lost.", e) : ClosedException();
        }
    }

    /// <summary>Asks a silent server whether it is there, and ends the session when it says nothing for as long again.</summary>
    private async Task KeepAliveAsync(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, _options.Time);
        var asked = Task.CompletedTask;
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false) && _closed is null)
            {
                if (_options.Time.GetElapsedTime(_receiver.LastHeard) < interval) continue;
                if (!asked.IsCompleted)
                {
                    End($"the server has been silent for {_options.Time.GetElapsedTime(_receiver.LastHeard).TotalSeconds:0.#} s", null);
                    await _closing.CancelAsync().ConfigureAwait(false);
                    return;
                }

                asked = AskAsync();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The session is over.
        }
    }

    private async Task AskAsync()
    {
        try
        {
            await SendAsync(Ping, null, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NetconfException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            // Any answer is one; none shows by itself.
        }
    }
}
