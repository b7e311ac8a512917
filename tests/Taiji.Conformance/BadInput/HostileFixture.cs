namespace Taiji.Conformance.BadInput;

/// <summary>A server that hostile clients are let loose on, with one entry that must stay.</summary>
public sealed class HostileFixture : ServerFixture
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ConfigureAsync("""{"ietf-interfaces:interfaces":{"interface":[{"name":"stays","type":"iana-if-type:ethernetCsmacd"}]}}""");
        Running = await RunningAsync();
    }

    /// <summary>What running held before.</summary>
    public string Running { get; private set; } = "";

    /// <summary>The server is up, serves well-behaved clients on every interface, and holds what it held.</summary>
    public async Task ShouldBeWellAsync()
    {
        Taiji.HasExited.ShouldBeFalse();
        (await Curl.GetAsync("/data/ietf-interfaces:interfaces/interface=stays")).ShouldBe(200);
        await using var session = await RawConnection.OpenSessionAsync(Taiji, "1.1");
        await session.SendAsync(RawNetconf.Chunked(RawNetconf.Rpc("<get-config><source><running/></source></get-config>")));
        (await session.ReadChunksAsync()).ShouldContain("<name>stays</name>");
        (await RunningAsync()).ShouldBe(Running);
    }
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class HostileCollection : ICollectionFixture<HostileFixture>
{
    public const string Name = "hostile clients";
}
