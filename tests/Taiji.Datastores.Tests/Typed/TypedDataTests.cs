using Taiji.Datastores.Tests.Support;
using Taiji.Datastores.Typed;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Typed;

public sealed class TypedDataTests
{
    private static readonly YangSchema Schema = TestModule.Compile("""
        module p {
          yang-version 1.1; namespace "urn:p"; prefix p;
          container system {
            leaf host-name { type string; }
            leaf ttl { type uint8; default 64; }
            leaf is-on { type boolean; }
            leaf flag { type empty; }
            leaf rate { type decimal64 { fraction-digits 2; } }
            leaf mode { type enumeration { enum half-duplex; enum "full"; } }
            leaf-list dns { type string; ordered-by user; }
            container limits { leaf cpu { type int32; } }
            list port { key "name unit"; leaf name { type string; } leaf unit { type uint8; } leaf mtu { type uint16; } }
          }
        }
        """);

    private static readonly DataPath Path = new DataPath(Schema).Child("p:system");

    public enum Mode
    {
        HalfDuplex,
        [YangName("full")]
        FullDuplex,
    }

    [Fact]
    public async Task What_is_written_as_objects_is_read_as_objects()
    {
        await using var server = await TestServer.StartAsync(schema: Schema);
        var system = new SystemSettings
        {
            HostName = "a b",
            IsOn = true,
            Flag = true,
            Rate = 1.5m,
            Mode = Mode.FullDuplex,
            Dns = ["2.2.2.2", "1.1.1.1"],
            Limits = new Limits { Cpu = -5 },
            Ports = [new Port { Name = "x/1", Unit = 1, Mtu = 1500 }, new Port { Name = "y", Unit = 2 }],
        };
        var transaction = server.Operations.Begin(server.Alice);
        transaction.Set(Path, system);
        await transaction.CommitAsync(null, CancellationToken.None);

        var read = server.Running.Tree.Get<SystemSettings>(Path).ShouldNotBeNull();
        (read.HostName, read.Ttl, read.IsOn, read.Flag, read.Rate, read.Mode, read.Limits!.Cpu).ShouldBe(("a b", (byte?)64, true, true, 1.5m, Mode.FullDuplex, -5));
        read.Dns.ShouldBe(["2.2.2.2", "1.1.1.1"]);
        read.Ports.Select(p => (p.Name, p.Unit, p.Mtu)).ShouldBe([("x/1", (byte)1, (ushort?)1500), ("y", (byte)2, null)]);
        server.Running.Tree.GetAll<Port>(Path.Append(Schema.Nodes.Single(n => n.Name == "port"))).Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_merge_leaves_what_is_null_and_a_replacement_takes_it_away()
    {
        await using var server = await TestServer.StartAsync(schema: Schema);
        await server.EditAsync(TypedData.Replace(Path, new SystemSettings { HostName = "one", Rate = 1 }));
        await server.EditAsync(TypedData.Merge(Path, new SystemSettings { Rate = 2 }));
        server.Running.Tree.Get<SystemSettings>(Path)!.HostName.ShouldBe("one");
        await server.EditAsync(TypedData.Replace(Path, new SystemSettings { Rate = 3 }));
        var read = server.Running.Tree.Get<SystemSettings>(Path)!;
        (read.HostName, read.Rate).ShouldBe((null, 3m));
    }

    [Fact]
    public void What_does_not_go_together_is_named()
    {
        Should.Throw<TypedDataException>(() => TypedData.Replace(Path, new Unknown { Colour = "red" })).Message.ShouldBe("Unknown.Colour: /p:system has no 'colour'.");
        Should.Throw<TypedDataException>(() => TypedData.Replace(Path, new WrongKind { Ttl = ["1"] })).Message.ShouldContain("WrongKind.Ttl: /p:system/ttl is a Leaf");
        Should.Throw<TypedDataException>(() => TypedData.Replace(Path, new WrongType { Ttl = "many" })).Message.ShouldContain("WrongType.Ttl: 'many' is no value of /p:system/ttl");
    }

    public sealed record SystemSettings
    {
        public string? HostName { get; init; }

        public byte? Ttl { get; init; }

        public bool? IsOn { get; init; }

        public bool? Flag { get; init; }

        public decimal? Rate { get; init; }

        public Mode? Mode { get; init; }

        public string[]? Dns { get; init; }

        public Limits? Limits { get; init; }

        [YangName("port")]
        public IReadOnlyList<Port> Ports { get; init; } = [];
    }

    public sealed record Limits
    {
        public int? Cpu { get; init; }
    }

    public sealed record Port
    {
        public string Name { get; init; } = "";

        public byte Unit { get; init; }

        public ushort? Mtu { get; init; }
    }

    private sealed record Unknown
    {
        public string? Colour { get; init; }
    }

    private sealed record WrongKind
    {
        public string[]? Ttl { get; init; }
    }

    private sealed record WrongType
    {
        public string? Ttl { get; init; }
    }
}
