using System.Net;
using System.Net.Sockets;

namespace Taiji.Conformance.Transports;

/// <summary>A server that speaks TLS, and an authority of client certificates.</summary>
public sealed class TransportFixture : IAsyncLifetime
{
    private const string Module = "urn:taiji:netconf-server";

    public TestCertificates Certificates { get; } = new();

    public TaijiProcess Taiji { get; private set; } = null!;

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Two rpcs in base:1.0 and a hello before them: what a script says to see who it is.</summary>
    public static string WhoAmI { get; } = RawNetconf.Hello("1.0")
        + RawNetconf.Rpc("""<get><filter type="subtree"><netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><sessions/></netconf-state></filter></get>""") + RawNetconf.End
        + RawNetconf.Rpc("<close-session/>", "2") + RawNetconf.End;

    public async ValueTask InitializeAsync() =>
        Taiji = await TaijiProcess.StartAsync(null, "--netconf-tls", "127.0.0.1:0", "--client-ca", Certificates.AuthorityFile);

    public async ValueTask DisposeAsync()
    {
        if (Taiji is not null) await Taiji.DisposeAsync();
        Certificates.Dispose();
    }

    /// <summary>Merges into <c>netconf-server</c>, on the Unix socket; gives the reply.</summary>
    /// <param name="content">What is in the container.</param>
    public Task<string> ConfigureAsync(string content) =>
        MergeAsync($"<netconf-server xmlns=\"{Module}\" xmlns:nc=\"urn:ietf:params:xml:ns:netconf:base:1.0\">{content}</netconf-server>");

    private async Task<string> MergeAsync(string config)
    {
        await using var connection = await RawConnection.OpenSessionAsync(Taiji, "1.0");
        await connection.SendAsync(RawNetconf.Rpc($"<edit-config><target><running/></target><config>{config}</config></edit-config>") + RawNetconf.End);
        return await connection.ReadToAsync(RawNetconf.End);
    }

    /// <summary>Maps a certificate, or all under an authority, to a user.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="fingerprint">Whose.</param>
    /// <param name="rule">The elements after the fingerprint.</param>
    public async Task MapAsync(int id, string fingerprint, string rule) =>
        (await MergeAsync($"<certificates xmlns=\"urn:taiji:access\"><cert-to-name xmlns:x=\"urn:ietf:params:xml:ns:yang:ietf-x509-cert-to-name\"><id>{id}</id><fingerprint>{fingerprint}</fingerprint>{rule}</cert-to-name></certificates>")).ShouldContain("<ok/>");

    /// <summary>Speaks with OpenSSL's client.</summary>
    /// <param name="port">Where.</param>
    /// <param name="input">What is sent.</param>
    /// <param name="options">More options of s_client.</param>
    public static Task<ClientResult> SpeakTlsAsync(int port, string input, params string[] options) =>
        Client.RunAsync("openssl", ["s_client", "-quiet", "-connect", $"127.0.0.1:{port}", .. options], input);
}

/// <summary>The tests that share that server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TransportCollection : ICollectionFixture<TransportFixture>
{
    public const string Name = "Transports";
}
