namespace Taiji.Conformance.JsonRpc;

/// <summary>A server with a DHCP model in the shape of the reference's examples, two users, and a batch command that nobody else runs.</summary>
public sealed class JsonRpcFixture : IAsyncLifetime
{
    /// <summary>The password of the user oper.</summary>
    public const string OperPassword = "oper-password";

    private const string Hidden = """
        module tailf-common { namespace "http://tail-f.com/yang/common"; prefix tailf; extension hidden { argument group; } }
        """;

    private const string Dhcp = """
        module dhcp {
          yang-version 1.1;
          namespace "urn:test:dhcp";
          prefix dhcp;
          import tailf-common { prefix tailf; }
          container dhcp {
            description "The DHCP server.";
            leaf default-lease-time { type uint32; units s; description "How long a lease lasts."; }
            leaf max-lease-time { type uint32; default 7200; }
            leaf-list foo { type string; ordered-by user; }
            leaf secret { type string; tailf:hidden debug; }
            choice way { case fast { leaf quick { type int32; } } case slow { leaf tardy { type string; } } }
            list class { key name; leaf name { type string; } leaf rank { type int32; } }
            list rule { key name; ordered-by user; leaf name { type string; } leaf class { type leafref { path "/dhcp:dhcp/dhcp:class/dhcp:name"; } } }
          }
        }
        """;

    private readonly string _modules = Directory.CreateTempSubdirectory("taiji-jsonrpc-yang-").FullName;

    public TaijiProcess Taiji { get; private set; } = null!;

    /// <summary>An argument of the batch command <c>wait</c>, by which its process is known.</summary>
    public string Mark { get; } = $"{Random.Shared.Next(100_000_000, 999_999_999)}";

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_modules, "tailf-common.yang"), Hidden);
        await File.WriteAllTextAsync(Path.Combine(_modules, "dhcp.yang"), Dhcp);
        Taiji = await TaijiProcess.StartAsync(
            null, "--demo", "--yang", _modules, "--module", "dhcp", "--https", "127.0.0.1:0", "--jsonrpc-command", "echo=/bin/echo hello", "--jsonrpc-command", "cat=/bin/cat",
            "--jsonrpc-command", $"wait=/bin/sleep {Mark}");
        var curl = new Curl(Taiji);
        (await curl.SendAsync("PATCH", "/data", $$$"""
            {"ietf-restconf:data": {
               "ietf-system:system": {"authentication": {"user": [{"name": "oper", "password": "$0${{{OperPassword}}}"}]}},
               "ietf-netconf-acm:nacm": {"groups": {"group": [{"name": "operators", "user-name": ["oper"]}]}, "rule-list": [{"name": "operators", "group": ["operators"], "rule": [
                 {"name": "all", "module-name": "*", "access-operations": "*", "action": "permit"}]}]} } }
            """)).ShouldBe(204);
    }

    /// <summary>A session of its own, by curl.</summary>
    public async Task<JsonRpcSession> LoginAsync(string user = "admin")
    {
        var session = new JsonRpcSession(Taiji);
        await session.CallAsync("login", $$"""{"user": "{{user}}", "passwd": "{{(user == "admin" ? TaijiProcess.AdminPassword : OperPassword)}}"}""");
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        await Taiji.DisposeAsync();
        Directory.Delete(_modules, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class JsonRpcCollection : ICollectionFixture<JsonRpcFixture>
{
    public const string Name = "JSON-RPC";
}

/// <summary>A test that begins without anything of the DHCP server.</summary>
public abstract class JsonRpcConformanceTest(JsonRpcFixture server) : IAsyncLifetime
{
    protected JsonRpcFixture Server { get; } = server;

    public async ValueTask InitializeAsync() => (await new Curl(Server.Taiji).SendAsync("DELETE", "/data/dhcp:dhcp")).Status.ShouldBeOneOf(204, 404);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
