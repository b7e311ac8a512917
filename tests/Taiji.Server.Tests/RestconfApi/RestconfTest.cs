using Taiji.Server.Tests.RestconfApi.Support;

namespace Taiji.Server.Tests.RestconfApi;

/// <summary>A test with a server of its own.</summary>
public abstract class RestconfTest : IAsyncLifetime
{
    private protected const string Data = "/restconf/data";
    private protected const string Shop = "/restconf/data/shop:shop";

    private protected RestconfHost Host { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Host = await RestconfHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Host.DisposeAsync();
    }

    /// <summary>Puts a small shop.</summary>
    private protected async Task SeedAsync() => (await Host.PutAsync(Shop, """
        {"shop:shop":{"name":"Corner","tag":["new","cheap"],"step":["one","two"],
          "item":[{"id":"a","value":1,"inner":{"a":"x","b":"y","deep":{"c":"z"}}},{"id":"b","value":2,"shop-more:weight":5}],
          "rule":[{"name":"r1"},{"name":"r2"}],"options":{"a":"on"},"shop-more:extra":"e"}}
        """)).ShouldBe(201);
}
