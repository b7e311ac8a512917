using System.Diagnostics;
using System.Net.Sockets;
using Taiji.Conformance.Transports;

namespace Taiji.Conformance.Restconf;

/// <summary>A server on a Unix socket, and nginx before it: TLS, client certificates, the root and once more everything below <c>/device1</c>.</summary>
public sealed class ProxyFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("taiji-proxy-");
    private Process _nginx = null!;

    public TestCertificates Certificates { get; } = new();

    public TaijiProcess Taiji { get; private set; } = null!;

    /// <summary>Where nginx listens.</summary>
    public int Port { get; private set; }

    public string Origin => $"https://127.0.0.1:{Port}";

    /// <summary>The server's socket.</summary>
    public string SocketPath => Path.Combine(_directory.FullName, "http.sock");

    public async ValueTask InitializeAsync()
    {
        Taiji = await TaijiProcess.StartAsync(
            null,
            [.. ServerFixture.MakeRun, "--http-socket", SocketPath, "--trusted-proxy", "unix", "--proxy-client-cert", "X-Client-Cert", "--client-ca", Certificates.AuthorityFile]);
        await StartNginxAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null && !_nginx.HasExited)
        {
            _nginx.Kill();
            await _nginx.WaitForExitAsync();
        }

        _nginx?.Dispose();
        if (Taiji is not null) await Taiji.DisposeAsync();
        Certificates.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>Runs curl against nginx.</summary>
    /// <param name="path">The path.</param>
    /// <param name="arguments">More of curl's arguments.</param>
    public async Task<CurlAnswer> CurlAsync(string path, params string[] arguments) =>
        CurlAnswer.Parse((await Client.RunAsync("curl", ["-sS", "-k", "-i", "-m", "60", .. arguments, Origin + path])).Succeeded);

    /// <summary>The same as admin.</summary>
    /// <param name="path">The path.</param>
    /// <param name="arguments">More of curl's arguments.</param>
    public Task<CurlAnswer> AdminAsync(string path, params string[] arguments) => CurlAsync(path, ["-u", $"admin:{TaijiProcess.AdminPassword}", .. arguments]);

    private async Task StartNginxAsync()
    {
        var file = Path.Combine(_directory.FullName, "nginx.conf");
        for (var attempt = 0; ; attempt++)
        {
            Port = TransportFixture.FreePort();
            await File.WriteAllTextAsync(file, Configuration());
            _nginx = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-c", file, "-p", _directory.FullName, "-e", "stderr"]) { RedirectStandardError = true })!;
            var errors = _nginx.StandardError.ReadToEndAsync();
            if (await ListensAsync()) return;
            // Somebody else took the port in between.
            if (attempt == 3) throw new InvalidOperationException(await errors);
            _nginx.Dispose();
        }
    }

    private async Task<bool> ListensAsync()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience && !_nginx.HasExited)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync("127.0.0.1", Port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }

    private string Configuration()
    {
        var (certificate, key, _) = Certificates.MakeClient("proxy");
        const string headers = """
            proxy_http_version 1.1;
                  proxy_set_header Host $http_host;
                  proxy_set_header Connection "";
                  proxy_set_header X-Forwarded-For $remote_addr;
                  proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_set_header X-Client-Cert $ssl_client_escaped_cert;
            """;
        return $$"""
            daemon off;
            master_process off;
            pid {{_directory.FullName}}/nginx.pid;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path {{_directory.FullName}}/body;
              proxy_temp_path {{_directory.FullName}}/proxy;
              fastcgi_temp_path {{_directory.FullName}}/fastcgi;
              uwsgi_temp_path {{_directory.FullName}}/uwsgi;
              scgi_temp_path {{_directory.FullName}}/scgi;
              client_max_body_size 100m;
              upstream taiji { server unix:{{SocketPath}}; keepalive 16; }
              map $request_uri $below { ~^/device1(/.*)$ $1; }
              server {
                listen 127.0.0.1:{{Port}} ssl http2;
                ssl_certificate {{certificate}};
                ssl_certificate_key {{key}};
                ssl_client_certificate {{Certificates.AuthorityFile}};
                ssl_verify_client optional;
                location / {
                  proxy_pass http://taiji;
                  {{headers}}
                }
                location /device1/ {
                  proxy_pass http://taiji$below;
                  {{headers}}
                  proxy_set_header X-Forwarded-Prefix /device1;
                }
              }
            }
            """;
    }
}

/// <summary>The tests that share it, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ProxyCollection : ICollectionFixture<ProxyFixture>
{
    public const string Name = "Behind a proxy";
}
