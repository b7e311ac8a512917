namespace Taiji.Conformance.Support;

/// <summary>The tests that share one server for RESTCONF, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class RestconfCollection : ICollectionFixture<ServerFixture>
{
    public const string Name = "RESTCONF";
}

/// <summary>A test that begins without interfaces and sensors.</summary>
[Collection(RestconfCollection.Name)]
public abstract class RestconfTest(ServerFixture server) : IAsyncLifetime
{
    /// <summary>One interface as the body of a POST.</summary>
    protected const string Eth0 = """{"ietf-interfaces:interface":[{"name":"eth0","type":"iana-if-type:ethernetCsmacd"}]}""";

    /// <summary>The interfaces.</summary>
    protected const string Interfaces = "/data/ietf-interfaces:interfaces";

    protected ServerFixture Server { get; } = server;

    protected Curl Curl => Server.Curl;

    public virtual async ValueTask InitializeAsync() => await Server.ResetAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
