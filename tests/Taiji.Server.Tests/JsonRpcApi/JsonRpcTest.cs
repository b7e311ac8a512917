using Taiji.Server.Tests.JsonRpcApi.Support;

namespace Taiji.Server.Tests.JsonRpcApi;

/// <summary>A test with a server of its own and a client that has logged in.</summary>
public abstract class JsonRpcTest : IAsyncLifetime
{
    private protected JsonRpcHost Host { get; private set; } = null!;

    private protected JsonRpcClient Client { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Host = await StartAsync();
        Client = await Host.LoginAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        await Host.DisposeAsync();
    }

    private protected virtual Task<JsonRpcHost> StartAsync() => JsonRpcHost.StartAsync();
}
