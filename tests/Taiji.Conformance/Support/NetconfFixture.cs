namespace Taiji.Conformance.Support;

/// <summary>One server and one ncclient for all tests of the protocol.</summary>
public sealed class NetconfFixture : ServerFixture
{
    public Ncclient Ncclient { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Ncclient = new Ncclient(Taiji);
    }

    public override async ValueTask DisposeAsync()
    {
        if (Ncclient is not null) await Ncclient.DisposeAsync();
        await base.DisposeAsync();
    }
}

/// <summary>The tests that share that server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class NetconfCollection : ICollectionFixture<NetconfFixture>
{
    public const string Name = "NETCONF";
}

/// <summary>A test that begins without interfaces and sensors, and with a candidate that nobody changed.</summary>
[Collection(NetconfCollection.Name)]
public abstract class NetconfTest(NetconfFixture server) : IAsyncLifetime
{
    protected NetconfFixture Server { get; } = server;

    protected Ncclient Ncclient => Server.Ncclient;

    public virtual async ValueTask InitializeAsync()
    {
        await Server.ResetAsync();
        // Whatever ran before: the order of the tests isn't ours to know.
        await Ncclient.RunAsync("m.discard_changes()");
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // Lest one failure holds a lock against all tests after it.
        if (TestContext.Current.TestState?.Result == TestResult.Failed) await Ncclient.RunAsync("m.close_session()");
    }
}
