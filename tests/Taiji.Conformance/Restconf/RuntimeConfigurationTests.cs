using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Taiji.Conformance.Transports;

namespace Taiji.Conformance.Restconf;

/// <summary>RESTCONF configured in the running datastore itself: ports, certificates, settings, calls home, start and stop.</summary>
public sealed class RuntimeConfigurationTests : IAsyncLifetime
{
    private const string Server = "/data/taiji-restconf-server:restconf-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TestCertificates _certificates = new();
    private TaijiProcess _taiji = null!;
    private Curl _curl = null!;

    public async ValueTask InitializeAsync()
    {
        _taiji = await TaijiProcess.StartAsync(null, "--https", "127.0.0.1:0", "--client-ca", _certificates.AuthorityFile);
        _curl = new Curl(_taiji);
    }

    public async ValueTask DisposeAsync()
    {
        await _taiji.DisposeAsync();
        _certificates.Dispose();
    }

    [Fact]
    public async Task A_port_is_opened_and_closed_and_its_certificate_changed_while_connections_stay()
    {
        var port = TransportFixture.FreePort();
        await CertificateAsync("one");
        (await PatchAsync($$$"""{"listen":{"endpoint":[{"name":"extra","address":"127.0.0.1","port":{{{port}}},"certificate":"one"}]}}""")).ShouldBe(204);
        var answer = await AskAsync(port, "/restconf/data/ietf-restconf-monitoring:restconf-state/capabilities?depth=1", "--http2");
        answer.ShouldContain("HTTP/2 200");
        answer.ShouldContain("subject: CN=one");
        // HTTP/1.1 too; nothing but RESTCONF is there.
        (await AskAsync(port, "/restconf/yang-library-version", "--http1.1")).ShouldContain("HTTP/1.1 200");
        (await AskAsync(port, "/jsonrpc", "--http1.1")).ShouldContain("HTTP/1.1 404");
        (await AskAsync(port, "/healthz", "--http1.1")).ShouldContain("HTTP/1.1 404");

        using var kept = Kept(port);
        (await kept.GetStringAsync("/restconf/yang-library-version")).ShouldContain("2019-01-04");
        await CertificateAsync("two");
        (await PatchAsync("""{"listen":{"endpoint":[{"name":"extra","certificate":"two"}]}}""")).ShouldBe(204);
        (await AskAsync(port, "/restconf/yang-library-version")).ShouldContain("subject: CN=two");
        (await kept.GetStringAsync("/restconf/yang-library-version")).ShouldContain("2019-01-04");
        (await _curl.SendAsync("DELETE", Server + "/listen/endpoint=extra")).ShouldBe(204);
        (await Client.RunAsync("curl", ["-sS", "-k", $"https://127.0.0.1:{port}/restconf"])).Status.ShouldBe(7);
        (await kept.GetStringAsync("/restconf/yang-library-version")).ShouldContain("2019-01-04");
    }

    [Fact]
    public async Task Clear_text_ports_speak_both_versions_of_HTTP()
    {
        var port = TransportFixture.FreePort();
        (await PatchAsync($$$"""{"listen":{"endpoint":[{"name":"plain","transport":"http","address":"127.0.0.1","port":{{{port}}}}]}}""")).ShouldBe(204);
        foreach (var version in new[] { "--http1.1", "--http2-prior-knowledge" })
        {
            var result = await Client.RunAsync("curl", ["-sS", version, "-u", $"admin:{TaijiProcess.AdminPassword}", $"http://127.0.0.1:{port}/restconf/yang-library-version"]);
            result.Succeeded.ShouldContain("2019-01-04");
        }
    }

    [Fact]
    public async Task What_can_not_be_served_is_refused_and_nothing_changes()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        (await PatchAsync($$$"""{"listen":{"endpoint":[{"name":"taken","transport":"http","address":"127.0.0.1","port":{{{port}}}}]}}""")).ShouldFail(409, "resource-denied");
        (await PatchAsync("""{"certificate":[{"name":"none","cert-file":"/no/such/file"}]}""")).ShouldFail(400, "invalid-value");
        (await PatchAsync("""{"certificate":[{"name":"text","cert-file":"/etc/hostname","key-file":"/etc/hostname"}]}""")).ShouldFail(400, "invalid-value");
        (await PatchAsync("""{"listen":{"endpoint":[{"name":"x","address":"127.0.0.1","port":1,"certificate":"missing"}]}}""")).Status.ShouldBeInRange(400, 409);
        (await PatchAsync("""{"auth-type":"none"}""")).ShouldBe(412).Body.ShouldContain("anonymous-user");
        (await PatchAsync("""{"log-level":"loud"}""")).ShouldFail(400, "invalid-value");
        (await _curl.GetAsync(Server + "?content=config")).ShouldBe(404);
    }

    [Fact]
    public async Task Settings_of_running_go_before_the_command_line_at_once()
    {
        const string target = "/data/ietf-restconf-monitoring:restconf-state/capabilities";
        (await _curl.GetAsync(target)).Body.ShouldNotContain("\n");
        (await PatchAsync("""{"pretty-print":true}""")).ShouldBe(204);
        (await _curl.GetAsync(target)).Body.ShouldContain("\n  ");
        (await _curl.SendAsync("DELETE", Server + "/pretty-print")).ShouldBe(204);
        (await _curl.GetAsync(target)).Body.ShouldNotContain("\n");

        _taiji.Output.ShouldNotContain("Request starting");
        (await PatchAsync("""{"log-level":"trace"}""")).ShouldBe(204);
        await UntilAsync(async () =>
        {
            await _curl.GetAsync(target);
            return _taiji.Output.Contains("Request starting", StringComparison.Ordinal);
        });
        (await PatchAsync("""{"log-level":"error"}""")).ShouldBe(204);
    }

    [Fact]
    public async Task The_file_the_command_line_and_running_go_before_one_another_in_this_order()
    {
        var file = Path.Combine(_taiji.DataDirectory, "options.json");
        await File.WriteAllTextAsync(file, """{"restconf-pretty":"on","staging":["header"]}""");
        await using var byFile = await TaijiProcess.StartAsync(null, "--config", file);
        (await new Curl(byFile).GetAsync("/data/ietf-restconf-monitoring:restconf-state/capabilities")).Body.ShouldContain("\n  ");
        await using var byBoth = await TaijiProcess.StartAsync(null, "--config", file, "--restconf-pretty", "off");
        var curl = new Curl(byBoth);
        (await curl.GetAsync("/data/ietf-restconf-monitoring:restconf-state/capabilities")).Body.ShouldNotContain("\n");
        (await curl.SendAsync("PATCH", "/data", """{"ietf-restconf:data":{"taiji-restconf-server:restconf-server":{"pretty-print":true}}}""")).ShouldBe(204);
        (await curl.GetAsync("/data/ietf-restconf-monitoring:restconf-state/capabilities")).Body.ShouldContain("\n  ");
    }

    [Fact]
    public async Task The_kind_of_authentication_changes_while_the_server_runs()
    {
        const string target = "/restconf/yang-library-version";
        var (file, key, fingerprint) = _certificates.MakeClient("carol");
        (await _curl.SendAsync("PATCH", "/data", $$$$"""{"ietf-restconf:data":{"taiji-access:certificates":{"cert-to-name":[{"id":1,"fingerprint":"{{{{fingerprint}}}}","map-type":"ietf-x509-cert-to-name:common-name"}]}}}""")).ShouldBe(204);
        string[] certificate = ["--cert", file, "--key", key];
        string[] password = ["-u", $"admin:{TaijiProcess.AdminPassword}"];
        (await StatusAsync(target, certificate)).ShouldBe("200");
        (await StatusAsync(target, password)).ShouldBe("200");
        (await PatchAsync("""{"auth-type":"client-certificate"}""")).ShouldBe(204);
        (await StatusAsync(target, password)).ShouldBe("401");
        (await StatusAsync(target, certificate)).ShouldBe("200");
        (await NetconfAsync("""{"auth-type":"user"}""")).ShouldContain("<ok/>");
        (await StatusAsync(target, certificate)).ShouldBe("401");
        (await StatusAsync(target, password)).ShouldBe("200");
        (await PatchAsync("""{"auth-type":"none","anonymous-user":"admin"}""")).ShouldBe(204);
        (await StatusAsync(target)).ShouldBe("200");
        (await PatchAsync("""{"auth-type":"any"}""")).ShouldBe(204);
        (await StatusAsync(target)).ShouldBe("401");
    }

    [Fact]
    public async Task The_command_line_says_how_clients_prove_who_they_are_until_running_does()
    {
        await using var taiji = await TaijiProcess.StartAsync(null, "--restconf-auth", "none", "--anonymous", "admin");
        var nobody = new Curl(taiji, user: null);
        (await nobody.GetAsync("/yang-library-version")).ShouldBe(200);
        (await nobody.SendAsync("PATCH", "/data", """{"ietf-restconf:data":{"taiji-restconf-server:restconf-server":{"auth-type":"user"}}}""")).ShouldBe(204);
        (await nobody.GetAsync("/yang-library-version")).ShouldFail(401, "access-denied");
        (await new Curl(taiji).GetAsync("/yang-library-version")).ShouldBe(200);
        (await TaijiProcess.RunToEndAsync("--restconf-auth", "none")).Status.ShouldBe(2);
        (await TaijiProcess.RunToEndAsync("--restconf-auth", "client-certificate")).Status.ShouldBe(2);
        (await TaijiProcess.RunToEndAsync("--staging", "sometimes")).Status.ShouldBe(2);
    }

    [Fact]
    public async Task RESTCONF_is_stopped_started_and_looked_at()
    {
        var port = TransportFixture.FreePort();
        await CertificateAsync("one");
        (await PatchAsync($$$"""{"listen":{"endpoint":[{"name":"extra","address":"127.0.0.1","port":{{{port}}},"certificate":"one"}]}}""")).ShouldBe(204);
        var status = (await ControlAsync("status")).Json["taiji-restconf-server:output"]!;
        status["active"]!.GetValue<bool>().ShouldBeTrue();
        status["pid"]!.GetValue<int>().ShouldBe(_taiji.Id);
        status["listener"]!.AsArray().Single()!.GetValue<string>().ShouldBe($"https://127.0.0.1:{port}");
        var since = status["start-time"]!.GetValue<string>();

        (await ControlAsync("stop")).Json["taiji-restconf-server:output"]!["active"]!.GetValue<bool>().ShouldBeFalse();
        (await _curl.GetAsync("/data")).ShouldFail(503, "operation-failed");
        (await Client.RunAsync("curl", ["-sS", "-k", $"https://127.0.0.1:{port}/restconf"])).Status.ShouldBe(7);
        (await _curl.GetAsync("//healthz")).ShouldBe(200);

        (await RpcAsync("start")).ShouldContain("<active xmlns=\"urn:taiji:restconf-server\">true</active>");
        (await AskAsync(port, "/restconf/yang-library-version")).ShouldContain(" 200");
        var restarted = (await ControlAsync("restart")).Json["taiji-restconf-server:output"]!;
        restarted["active"]!.GetValue<bool>().ShouldBeTrue();
        string.CompareOrdinal(restarted["start-time"]!.GetValue<string>(), since).ShouldBeGreaterThan(0);
        (await ControlAsync("jump")).ShouldFail(400, "invalid-value");

        // By configuration too, which outlives a restart of the server.
        (await PatchAsync("""{"enabled":false}""")).ShouldBe(204);
        (await _curl.GetAsync("/data")).ShouldBe(503);
        (await RpcAsync("status")).ShouldContain("<active xmlns=\"urn:taiji:restconf-server\">false</active>");
    }

    [Fact]
    public async Task A_client_is_called_home_and_again_when_its_connection_ends()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await CertificateAsync("home");
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        (await PatchAsync($$$"""{"call-home":{"restconf-client":[{"name":"boss","certificate":"home","endpoint":[{"name":"e","address":"127.0.0.1","port":{{{port}}}}]}]}}""")).ShouldBe(204);
        foreach (var version in new[] { HttpVersion.Version20, HttpVersion.Version11 })
        {
            using var socket = await listener.AcceptAsync().WaitAsync(Patience);
            using var client = new HttpClient(Called(socket, version)) { BaseAddress = new Uri("https://127.0.0.1") };
            Authorize(client);
            using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/restconf/yang-library-version") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Version.ShouldBe(version);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("2019-01-04");
        }

        (await _curl.SendAsync("DELETE", Server + "/call-home")).ShouldBe(204);
    }

    [Fact]
    public async Task Another_TLS_library_that_waits_for_the_call_is_the_client_on_the_connection_and_checks_the_servers_certificate()
    {
        const string script = """
            import base64, http.client, socket, ssl, sys
            port, authority, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
            listener = socket.create_server(("127.0.0.1", port))
            called, _ = listener.accept()
            trust = ssl.create_default_context(cafile=authority)
            trust.check_hostname = False
            trust.set_alpn_protocols(["http/1.1"])
            connection = http.client.HTTPConnection("called-home")
            connection.sock = trust.wrap_socket(called)
            for _ in range(2):
                connection.request("GET", "/restconf/yang-library-version", headers={"Authorization": "Basic " + base64.b64encode(b"admin:" + password.encode()).decode()})
                answer = connection.getresponse()
                print(connection.sock.version(), connection.sock.selected_alpn_protocol(), dict(connection.sock.getpeercert()["subject"][0])["commonName"], answer.status, answer.read().decode())
            """;
        await CertificateAsync("home");
        var port = TransportFixture.FreePort();
        (await PatchAsync($$$"""{"call-home":{"restconf-client":[{"name":"python","certificate":"home","endpoint":[{"name":"e","address":"127.0.0.1","port":{{{port}}}}]}]}}""")).ShouldBe(204);
        var result = await Client.RunAsync("/usr/bin/python3", ["-c", script, $"{port}", _certificates.AuthorityFile, TaijiProcess.AdminPassword]);
        const string line = """TLSv1.3 http/1.1 home 200 {"ietf-restconf:yang-library-version":"2019-01-04"}""";
        result.Succeeded.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe([line, line]);
    }

    private static void Authorize(HttpClient client) =>
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{TaijiProcess.AdminPassword}")));

    /// <summary>HTTP over a connection that the server made.</summary>
    private SocketsHttpHandler Called(Socket socket, Version version) => new()
    {
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult(context.PlaintextStream),
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOfAuthority(certificate) },
        MaxConnectionsPerServer = 1,
        EnableMultipleHttp2Connections = version == HttpVersion.Version11,
        ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new NetworkStream(socket, ownsSocket: true)),
    };

    private bool IsOfAuthority(X509Certificate? certificate)
    {
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(_certificates.AuthorityFile));
        using var shown = X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData());
        return chain.Build(shown);
    }

    private HttpClient Kept(int port)
    {
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan, PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOfAuthority(certificate) },
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{port}") };
        Authorize(client);
        return client;
    }

    private async Task CertificateAsync(string name)
    {
        var (file, key) = _certificates.MakeServer(name);
        (await PatchAsync($$$"""{"certificate":[{"name":"{{{name}}}","cert-file":"{{{file}}}","key-file":"{{{key}}}"}]}""")).ShouldBe(204);
    }

    private Task<CurlAnswer> PatchAsync(string content) =>
        _curl.SendAsync("PATCH", "/data", $$$"""{"ietf-restconf:data":{"taiji-restconf-server:restconf-server":{{{content}}}}}""");

    private Task<CurlAnswer> ControlAsync(string operation) => _curl.SendAsync(
        "POST", "/operations/taiji-restconf-server:process-control", $$$"""{"taiji-restconf-server:input":{"name":"restconf","operation":"{{{operation}}}"}}""");

    private async Task<string> AskAsync(int port, string path, params string[] arguments)
    {
        var result = await Client.RunAsync("curl", ["-sS", "-i", "-v", "--cacert", _certificates.AuthorityFile, "-u", $"admin:{TaijiProcess.AdminPassword}", .. arguments, $"https://127.0.0.1:{port}{path}"]);
        result.Status.ShouldBe(0, result.Error);
        return result.Output + result.Error;
    }

    private async Task<string> StatusAsync(string path, params string[] arguments) =>
        (await Client.RunAsync("curl", ["-sS", "-k", "-o", "/dev/null", "-w", "%{http_code}", .. arguments, $"https://127.0.0.1:{_taiji.HttpsPort}{path}"])).Succeeded;

    /// <summary>As <see cref="PatchAsync"/>, by NETCONF on the Unix socket; of leafs alone.</summary>
    private async Task<string> NetconfAsync(string content)
    {
        var leafs = string.Concat(JsonNode.Parse(content)!.AsObject().Select(m => $"<{m.Key}>{m.Value}</{m.Key}>"));
        return await LocalAsync($"<edit-config><target><running/></target><config><restconf-server xmlns=\"urn:taiji:restconf-server\">{leafs}</restconf-server></config></edit-config>");
    }

    private Task<string> RpcAsync(string operation) =>
        LocalAsync($"<process-control xmlns=\"urn:taiji:restconf-server\"><name>restconf</name><operation>{operation}</operation></process-control>");

    private async Task<string> LocalAsync(string rpc)
    {
        await using var connection = await RawConnection.OpenSessionAsync(_taiji, "1.0");
        await connection.SendAsync(RawNetconf.Rpc(rpc) + RawNetconf.End);
        return await connection.ReadToAsync(RawNetconf.End);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var timer = new CancellationTokenSource(Patience);
        while (!await holds()) await Task.Delay(50, timer.Token);
    }
}
