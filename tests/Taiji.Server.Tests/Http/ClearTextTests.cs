using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Server.Http;

namespace Taiji.Server.Tests.Http;

public sealed class ClearTextTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private int _port;

    public async ValueTask InitializeAsync()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddClearTextHttp();
        builder.WebHost.ConfigureKestrel(k => k.ListenClearText(new IPEndPoint(IPAddress.Loopback, _port)));
        _app = builder.Build();
        _app.MapGet("/protocol", (HttpContext context) => context.Request.Protocol + " " + context.Request.Scheme);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(1, "HTTP/1.1 http")]
    [InlineData(2, "HTTP/2 http")]
    public async Task One_clear_text_port_serves_both_versions(int major, string expected)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_port}/protocol")
        {
            Version = new Version(major, major == 1 ? 1 : 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task A_preface_that_comes_byte_by_byte_is_still_recognised()
    {
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _port);
        var stream = socket.GetStream();
        foreach (var b in "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray()) await stream.WriteAsync(new[] { b });
        await stream.WriteAsync(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 });
        var header = new byte[9];
        await stream.ReadExactlyAsync(header);
        header[3].ShouldBe((byte)4, "the server's first frame is SETTINGS (RFC 9113 §3.4)");
    }

    [Fact]
    public async Task A_request_in_two_pieces_is_served_by_http_1()
    {
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _port);
        var stream = socket.GetStream();
        await stream.WriteAsync("P"u8.ToArray());
        await stream.WriteAsync("UT /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 404 Not Found");
    }

    [Fact]
    public async Task A_client_that_leaves_without_a_word_hurts_nobody()
    {
        for (var i = 0; i < 20; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, _port);
        }

        await One_clear_text_port_serves_both_versions(2, "HTTP/2 http");
    }
}
