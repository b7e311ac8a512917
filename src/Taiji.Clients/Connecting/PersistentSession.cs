using System.Security.Authentication;
using Taiji.Netconf.Client;
using Taiji.Ssh;

namespace Taiji.Clients.Connecting;

/// <summary>
/// A session that comes back: when it is lost, another is begun. What was asked for on the lost one fails there, as nobody but the caller knows whether it may be asked again.
/// </summary>
public sealed class PersistentSession : IAsyncDisposable
{
    private readonly NetconfTarget _target;
    private readonly NetconfClientOptions _options;
    private readonly ReconnectPolicy _policy;
    private readonly Func<NetconfClient, CancellationToken, Task>? _prepare;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _running;
    private TaskCompletionSource<NetconfClient> _current = New();

    /// <summary>Makes it; it connects at the first <see cref="GetAsync"/> or by <see cref="Start"/>.</summary>
    /// <param name="target">The device.</param>
    /// <param name="options">How to speak; null for the defaults. Its clock times the attempts.</param>
    /// <param name="policy">How to come back; null for the defaults.</param>
    /// <param name="prepare">Makes each new session ready (subscriptions, locks) before anybody gets it; null for nothing. A fault in it counts as a failed attempt.</param>
    public PersistentSession(
        NetconfTarget target, NetconfClientOptions? options = null, ReconnectPolicy? policy = null, Func<NetconfClient, CancellationToken, Task>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        _target = target;
        _options = options ?? new NetconfClientOptions();
        _policy = policy ?? new ReconnectPolicy();
        _prepare = prepare;
        _running = new Lazy<Task>(() => Task.Run(RunAsync));
    }

    /// <summary>Raised when a session has begun; the handler runs before the next thing happens.</summary>
    public event EventHandler<NetconfClient>? Connected;

    /// <summary>Raised when the session was lost, or an attempt has failed; the argument says why.</summary>
    public event EventHandler<Exception>? Disconnected;

    /// <summary>Begins to connect, if it hasn't yet.</summary>
    public void Start() => _ = _running.Value;

    /// <summary>The session, as soon as there is one. One that was lost a moment ago may still be it: what is asked for on it fails.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="Exception">The last attempt's, when the policy says to give up.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public Task<NetconfClient> GetAsync(CancellationToken cancellationToken = default)
    {
        Start();
        return Volatile.Read(ref _current).Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the session, and doesn't come back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.Value.ConfigureAwait(false);
        _stop.Dispose();
    }

    private static TaskCompletionSource<NetconfClient> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        try
        {
            for (var attempts = 0; ;)
            {
                var lost = await TryAsync().ConfigureAwait(false);
                attempts = lost is NetconfSessionClosedException ? 1 : attempts + 1;
                Disconnected?.Invoke(this, lost);
                if (attempts >= _policy.MaxAttempts || (IsRefusal(lost) && !_policy.RetriesRefusals))
                {
                    _current.TrySetException(lost);
                    return;
                }

                await Task.Delay(_policy.DelayAfter(attempts, Random.Shared.NextDouble()), _options.Time, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // Disposed of; or a handler has failed, which is for whoever asks for the session.
            _current = _current.Task.IsCompleted ? New() : _current;
            _current.TrySetException(_stop.IsCancellationRequested ? new ObjectDisposedException(nameof(PersistentSession)) : e);
            _ = _current.Task.Exception;
        }
    }

    /// <summary>Connects, and waits until the session is lost: the reason, or why there was none.</summary>
    private async Task<Exception> TryAsync()
    {
        NetconfClient client;
        try
        {
            client = await _target.ConnectAsync(_options, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            return e;
        }

        await using (client.ConfigureAwait(false))
        {
            try
            {
                if (_prepare is not null) await _prepare(client, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                return e is NetconfSessionClosedException ? new IOException(e.Message, e) : e;
            }

            _current.TrySetResult(client);
            Connected?.Invoke(this, client);
            await client.Completion.WaitAsync(_stop.Token).ConfigureAwait(false);
            Volatile.Write(ref _current, New());
            return client.CloseReason!;
        }
    }

    private static bool IsRefusal(Exception fault) => fault is SshAuthenticationException or SshHostKeyException or AuthenticationException or ArgumentException;
}
