using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Taiji.Clients.Connecting;
using Taiji.Netconf.Client;

namespace Taiji.Clients.Fleets;

/// <summary>Runs one operation on many devices, some at a time. A device that fails is a result like any other.</summary>
public sealed class NetconfPool : IAsyncDisposable
{
    private readonly NetconfPoolOptions _options;
    private readonly ConcurrentDictionary<NetconfTarget, NetconfClient> _kept = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes the pool.</summary>
    /// <param name="options">How it works; null for the defaults.</param>
    public NetconfPool(NetconfPoolOptions? options = null)
    {
        _options = options ?? new NetconfPoolOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Retries);
    }

    /// <summary>Sessions that wait for the next run.</summary>
    public int KeptSessions => _kept.Count;

    /// <summary>Runs the operation on each device.</summary>
    /// <param name="devices">The devices; taken as they are needed.</param>
    /// <param name="operation">What to do with a device's session.</param>
    /// <param name="progress">Hears of each beginning and end, from any thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends it: devices that are being worked with are given up, no more are begun with.</param>
    /// <returns>The results as they come, not in the devices' order. A reader that is slow makes the devices wait.</returns>
    /// <exception cref="OperationCanceledException">It was ended, after the results so far.</exception>
    public async IAsyncEnumerable<DeviceResult<T>> RunAsync<T>(
        IEnumerable<NetconfTarget> devices, Func<NetconfClient, CancellationToken, Task<T>> operation, IProgress<FleetProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(operation);
        var results = Channel.CreateBounded<DeviceResult<T>>(_options.MaxConcurrency);
        var tally = new Tally(devices.TryGetNonEnumeratedCount(out var total) ? total : null, progress);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var working = Task.Run(() => WorkAsync(devices, operation, tally, results.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)) yield return result;
            await working.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            // Whoever stops reading wants no more done.
            await stop.CancelAsync().ConfigureAwait(false);
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Closes the sessions that were kept.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var target in _kept.Keys)
        {
            if (_kept.TryRemove(target, out var client)) await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task WorkAsync<T>(
        IEnumerable<NetconfTarget> devices, Func<NetconfClient, CancellationToken, Task<T>> operation, Tally tally, ChannelWriter<DeviceResult<T>> results,
        CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.MaxConcurrency, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(devices, parallel, async (device, stop) =>
            {
                tally.Start();
                var result = await TryAsync(device, operation, stop).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
                tally.End(result.IsSuccess);
                await results.WriteAsync(result, stop).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The results so far are all.
        }
        catch (Exception e)
        {
            fault = e;
        }

        results.Complete(fault);
    }

    private async Task<DeviceResult<T>> TryAsync<T>(NetconfTarget device, Func<NetconfClient, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        var time = _options.ClientOptions.Time;
        var began = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var value = await OnceAsync(device, operation, cancellationToken).ConfigureAwait(false);
                return new DeviceResult<T>(device, value, null, time.GetElapsedTime(began), attempt);
            }
            catch (Exception e) when (!IsTransient(e) || attempt > _options.Retries || cancellationToken.IsCancellationRequested)
            {
                return new DeviceResult<T>(device, default, e, time.GetElapsedTime(began), attempt);
            }
            catch (Exception)
            {
                // Another attempt may go better.
            }
        }
    }

    private async Task<T> OnceAsync<T>(NetconfTarget device, Func<NetconfClient, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_options.DeviceTimeout is { } timeout) limit.CancelAfter(timeout);
        try
        {
            var client = await OpenAsync(device, limit.Token).ConfigureAwait(false);
            var keeps = false;
            try
            {
                var value = await operation(client, limit.Token).ConfigureAwait(false);
                keeps = _options.KeepsSessions && client.CloseReason is null;
                return value;
            }
            finally
            {
                if (!keeps || !_kept.TryAdd(device, client)) await client.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{device.Name} was not done within {_options.DeviceTimeout!.Value.TotalSeconds:0.###} s.", e);
        }
    }

    private async Task<NetconfClient> OpenAsync(NetconfTarget device, CancellationToken cancellationToken)
    {
        if (_kept.TryRemove(device, out var kept))
        {
            if (kept.CloseReason is null) return kept;
            await kept.DisposeAsync().ConfigureAwait(false);
        }

        return await device.ConnectAsync(_options.ClientOptions, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsTransient(Exception fault) =>
        fault is NetconfSessionClosedException or TimeoutException or IOException && fault is not (Ssh.SshAuthenticationException or Ssh.SshHostKeyException or Ssh.SshLibraryException);

    /// <summary>Counts, and tells of it.</summary>
    private sealed class Tally(int? total, IProgress<FleetProgress>? progress)
    {
        private readonly Lock _sync = new();
        private FleetProgress _now = new(total, 0, 0, 0);

        public void Start() => Report(p => p with { Started = p.Started + 1 });

        public void End(bool isSuccess) => Report(p => isSuccess ? p with { Succeeded = p.Succeeded + 1 } : p with { Failed = p.Failed + 1 });

        private void Report(Func<FleetProgress, FleetProgress> change)
        {
            FleetProgress now;
            lock (_sync)
            {
                _now = now = change(_now);
                progress?.Report(now);
            }
        }
    }
}
