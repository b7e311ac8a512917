using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Taiji.Conformance.Transports;

/// <summary>The server calls its clients (RFC 8071).</summary>
[Collection(TransportCollection.Name)]
public sealed class CallHomeTests(TransportFixture server)
{
    [Fact]
    public async Task Openssh_serves_a_call_that_taiji_call_home_hands_it()
    {
        var port = TransportFixture.FreePort();
        (await server.ConfigureAsync(CallHome("home", "ssh", port))).ShouldContain("<ok/>");
        try
        {
            (await AnsweringSsh.RunAsync(port, TransportFixture.WhoAmI)).ShouldContain("<username>admin</username>");
        }
        finally
        {
            await StopAsync("home");
        }
    }

    [Fact]
    public async Task Ncclient_is_called_home_and_works_like_any_session()
    {
        var port = TransportFixture.FreePort();
        await using var ncclient = new Ncclient(server.Taiji);
        (await server.ConfigureAsync(CallHome("ncclient", "ssh", port))).ShouldContain("<ok/>");
        try
        {
            (await ncclient.RunAsync($"""
                session = manager.call_home(
                    host="127.0.0.1", port={port}, username="admin", password=PASSWORD, timeout=60, hostkey_verify=False, look_for_keys=False, allow_agent=False)
                opened.append(session)
                print(session.connected, session.get_config("running").ok, ":candidate" in session.server_capabilities)
                """)).ShouldBe("True True True");
        }
        finally
        {
            await StopAsync("ncclient");
        }
    }

    [Fact]
    public async Task A_client_that_is_taken_out_of_the_configuration_loses_its_connection_and_nobody_else_does()
    {
        var port = TransportFixture.FreePort();
        await using var ncclient = new Ncclient(server.Taiji);
        (await server.ConfigureAsync(CallHome("removed", "ssh", port))).ShouldContain("<ok/>");
        (await ncclient.RunAsync($"""
            session = manager.call_home(
                host="127.0.0.1", port={port}, username="admin", password=PASSWORD, timeout=60, hostkey_verify=False, look_for_keys=False, allow_agent=False)
            print(session.get_config("running").ok)
            edit('<netconf-server xmlns="urn:taiji:netconf-server"><call-home><netconf-client nc:operation="delete"><name>removed</name></netconf-client></call-home></netconf-server>')
            try:
                while session.get_config("running").ok: pass
            except Exception as error:
                print("lost")
            print(connect().get_config("running").ok, m.get_config("running").ok)
            """)).ShouldBe("True\nlost\nTrue True");
    }

    [Fact]
    public async Task A_tls_client_is_called_and_called_again_when_its_connection_ends()
    {
        var (file, key, fingerprint) = server.Certificates.MakeClient("home-tls");
        await server.MapAsync(5, fingerprint, "<map-type>x:common-name</map-type>");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        (await server.ConfigureAsync(CallHome("home-tls", "tls", ((IPEndPoint)listener.LocalEndPoint!).Port))).ShouldContain("<ok/>");
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(file, key);
            for (var call = 0; call < 2; call++) (await AnswerAsync(listener, certificate)).ShouldContain("<username>home-tls</username>");
        }
        finally
        {
            await StopAsync("home-tls");
        }
    }

    [Fact]
    public async Task The_next_endpoint_is_called_when_one_does_not_answer()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        (await server.ConfigureAsync(
            $"""
            <call-home><netconf-client><name>two</name><transport>ssh</transport>
            <endpoint><name>away</name><address>127.0.0.1</address><port>{TransportFixture.FreePort()}</port></endpoint>
            <endpoint><name>there</name><address>localhost</address><port>{((IPEndPoint)listener.LocalEndPoint!).Port}</port></endpoint>
            <reconnect-strategy><max-attempts>1</max-attempts></reconnect-strategy></netconf-client></call-home>
            """)).ShouldContain("<ok/>");
        try
        {
            using var socket = await listener.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(90));
            using var reader = new StreamReader(new NetworkStream(socket));
            (await reader.ReadLineAsync())!.ShouldStartWith("SSH-2.0-");
        }
        finally
        {
            await StopAsync("two");
        }
    }

    private static string CallHome(string name, string transport, int port) =>
        $"<call-home><netconf-client><name>{name}</name><transport>{transport}</transport><endpoint><name>e</name><address>127.0.0.1</address><port>{port}</port></endpoint></netconf-client></call-home>";

    private async Task<string> AnswerAsync(Socket listener, X509Certificate2 certificate)
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var socket = await listener.AcceptAsync(timer.Token);
        await using var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "server", ClientCertificates = [certificate], RemoteCertificateValidationCallback = (_, c, _, _) => IsOwn(c),
            },
            timer.Token);
        await tls.WriteAsync(Encoding.UTF8.GetBytes(TransportFixture.WhoAmI), timer.Token);
        using var reader = new StreamReader(tls);
        return await reader.ReadToEndAsync(timer.Token);
    }

    // The server makes its certificate when it is first needed: there is a file once it was shown.
    private bool IsOwn(X509Certificate? shown)
    {
        using var known = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(server.Taiji.DataDirectory, "https-certificate.pem"));
        return shown?.GetCertHashString() == known.GetCertHashString();
    }

    private async Task StopAsync(string name) =>
        (await server.ConfigureAsync($"<call-home><netconf-client nc:operation=\"delete\"><name>{name}</name></netconf-client></call-home>")).ShouldContain("<ok/>");
}
