using Taiji.Netconf.Client;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>Notifications one by one. It can be left at any time, also while it waits for one.</summary>
internal sealed class HeardNotifications : IAsyncDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private readonly IAsyncEnumerator<Notification> _items;
    private Task<bool> _step = Task.FromResult(true);

    public HeardNotifications(IAsyncEnumerable<Notification> items) => _items = items.GetAsyncEnumerator(_leave.Token);

    /// <summary>The one that came last.</summary>
    public Notification Current => _items.Current;

    /// <summary>Waits for the next one.</summary>
    public async Task<Notification> NextAsync()
    {
        _step = _items.MoveNextAsync().AsTask();
        (await _step.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
        return _items.Current;
    }

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await _step.ContinueWith(static _ => { }, TaskScheduler.Default);
        await _items.DisposeAsync();
        _leave.Dispose();
    }
}
