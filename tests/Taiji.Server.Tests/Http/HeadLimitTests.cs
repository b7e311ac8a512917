using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taiji.Server.Http;

namespace Taiji.Server.Tests.Http;

public sealed class HeadLimitTests
{
    private static readonly Version[] Versions = [HttpVersion.Version11, HttpVersion.Version20];

    [Theory]
    [InlineData(1, 32_000, 200)]
    [InlineData(1, 33_000, 431)]
    [InlineData(1, 200_000, 431)]
    [InlineData(90, 330, 200)]
    [InlineData(90, 400, 431)]
    [InlineData(99, 10, 200)]
    [InlineData(101, 10, 431)]
    [InlineData(900, 100, 431)]
    public async Task Header_fields_have_a_size_and_a_number_in_both_versions(int count, int length, int status)
    {
        await using var app = await StartAsync();
        foreach (var version in Versions)
        {
            using var response = await SendAsync(app, version, "/form/x", Enumerable.Range(0, count).Select(i => ($"x-{i:d5}", new string('a', length))));
            ((int)response.StatusCode).ShouldBe(status, version.ToString());
            if (status != 200) (await response.Content.ReadAsStringAsync()).ShouldStartWith("in its form: The request has more than 100 header fields or 32768 bytes of them.");
        }
    }

    [Fact]
    public async Task Many_fields_of_one_name_count_as_many()
    {
        await using var app = await StartAsync();
        (await RawAsync(app, "GET /form HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Repeat("X-A: b\r\n", 101)) + "\r\n")).ShouldStartWith("HTTP/1.1 431 ");
    }

    [Theory]
    [InlineData(60_000, 200)]
    [InlineData(70_000, 414)]
    [InlineData(250_000, 414)]
    public async Task A_target_has_a_length(int length, int status)
    {
        await using var app = await StartAsync(o => o.MaxHeadersSize = 300_000);
        foreach (var version in Versions)
        {
            using var response = await SendAsync(app, version, "/form/" + new string('a', length), []);
            ((int)response.StatusCode).ShouldBe(status, version.ToString());
            if (status != 200) (await response.Content.ReadAsStringAsync()).ShouldStartWith("in its form: The request's target is longer than 65536 characters.");
        }
    }

    [Fact]
    public async Task What_has_no_form_of_its_own_gets_plain_text_and_HEAD_nothing()
    {
        await using var app = await StartAsync();
        using var response = await SendAsync(app, HttpVersion.Version11, "/other", [("x", new string('a', 40_000))]);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await response.Content.ReadAsStringAsync()).ShouldContain("32768 bytes");
        using var head = await SendAsync(app, HttpVersion.Version11, "/other", [("x", new string('a', 40_000))], HttpMethod.Head);
        head.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_read_why()
    {
        await using var app = await StartAsync(o => o.CorsOrigins.Add("https://ui.example"));
        using var response = await SendAsync(app, HttpVersion.Version11, "/form", [("Origin", "https://ui.example"), ("x", new string('a', 40_000))]);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://ui.example"]);
    }

    [Fact]
    public async Task The_connection_ends_and_holds_nothing()
    {
        await using var app = await StartAsync();
        var answer = await RawAsync(app, $"GET /form HTTP/1.1\r\nHost: x\r\nX-A: {new string('a', 40_000)}\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 431 ");
        answer.ShouldContain("Connection: close");
    }

    [Fact]
    public async Task Beyond_the_hard_bound_the_status_comes_alone()
    {
        await using var app = await StartAsync();
        (await RawAsync(app, $"GET /form HTTP/1.1\r\nHost: x\r\nX-A: {new string('a', 300_000)}\r\n\r\n")).ShouldStartWith("HTTP/1.1 431 ");
        (await RawAsync(app, $"GET /form/{new string('a', 300_000)} HTTP/1.1\r\nHost: x\r\n\r\n")).ShouldStartWith("HTTP/1.1 414 ");
    }

    private static async Task<WebApplication> StartAsync(Action<HttpFrontOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddClearTextHttp().AddHttpFront(configure).AddSingleton<IRefusalForm, Form>();
        builder.WebHost.ConfigureKestrel(k =>
        {
            HttpsSettings.Limit(k, 1_000_000);
            k.ListenClearText(new IPEndPoint(IPAddress.Loopback, 0));
        });
        var app = builder.Build();
        app.UseHttpFront();
        app.Run(c => c.Response.WriteAsync("well"));
        await app.StartAsync();
        return app;
    }

    private static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task<HttpResponseMessage> SendAsync(WebApplication app, Version version, string path, IEnumerable<(string Name, string Value)> headers, HttpMethod? method = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(AddressOf(app), path)) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    private static async Task<string> RawAsync(WebApplication app, string request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, AddressOf(app).Port);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private sealed class Form : IRefusalForm
    {
        public bool Fits(HttpContext context) => context.Request.Path.StartsWithSegments("/form");

        public Task WriteAsync(HttpContext context, int status, string message)
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("in its form: " + message);
        }
    }
}
