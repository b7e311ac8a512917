using System.Net;
using System.Net.Security;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Taiji.Netconf.Client;
using Taiji.Server.Http;
using Taiji.Server.NetconfServer;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary><c>:url</c> (RFC 6241 §8.8).</summary>
public sealed class UrlTests : IDisposable
{
    private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("taiji-url-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_datastore_is_copied_to_a_file_and_back_and_the_file_deleted()
    {
        await using var stack = await TestStack.StartAsync(Options());
        await using var client = await stack.ConnectAsync();
        client.ServerCapabilities.ShouldContain(c => c.ToString() == "urn:ietf:params:netconf:capability:url:1.0?scheme=file");
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a><b>one</b></y></x>");
        (await client.SendAsync("<copy-config><target><url>file:///kept/one.xml</url></target><source><running/></source></copy-config>")).IsOk.ShouldBeTrue();
        var file = XElement.Load(Path.Combine(_directory.FullName, "kept/one.xml"));
        file.Name.ShouldBe(XName.Get("config", Base));
        file.Descendants(XName.Get("b", "urn:t")).Single().Value.ShouldBe("one");
        await client.EditConfigAsync("running", "<x xmlns='urn:t' xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='delete'/>");
        (await client.SendAsync("<validate><source><url>file:///kept/one.xml</url></source></validate>")).IsOk.ShouldBeTrue();
        (await client.SendAsync("<copy-config><source><url>file:///kept/one.xml</url></source><target><running/></target></copy-config>")).IsOk.ShouldBeTrue();
        (await TestStack.ConfigAsync(client)).ShouldContain("<b>one</b>");
        (await client.SendAsync("<delete-config><target><url>file:///kept/one.xml</url></target></delete-config>")).IsOk.ShouldBeTrue();
        File.Exists(Path.Combine(_directory.FullName, "kept/one.xml")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_edit_may_be_at_a_url_and_its_default_operation_may_come_after_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "edit.xml"), $"<config xmlns='{Base}'><x xmlns='urn:t'><y><a>7</a></y></x></config>", TestContext.Current.CancellationToken);
        await using var stack = await TestStack.StartAsync(Options());
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a></y></x>");
        (await client.SendAsync("<edit-config><target><running/></target><url>file:///edit.xml</url><default-operation>replace</default-operation></edit-config>")).IsOk.ShouldBeTrue();
        (await TestStack.ConfigAsync(client)).ShouldNotContain("<a>1</a>");
        (await client.SendAsync("<edit-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda' xmlns:ds='urn:ietf:params:xml:ns:yang:ietf-datastores'><datastore>ds:running</datastore><url>file:///edit.xml</url></edit-data>")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task With_defaults_says_what_is_written_to_a_file()
    {
        await using var stack = await TestStack.StartAsync(Options());
        await using var client = await stack.ConnectAsync();
        await client.EditConfigAsync("running", "<x xmlns='urn:t'><y><a>1</a></y></x>");
        (await client.SendAsync("<copy-config><target><url>file:///all.xml</url></target><source><running/></source><with-defaults xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults'>report-all</with-defaults></copy-config>")).IsOk.ShouldBeTrue();
        XElement.Load(Path.Combine(_directory.FullName, "all.xml")).Descendants(XName.Get("c", "urn:t")).Single().Value.ShouldBe("usual");
    }

    [Theory]
    [InlineData("file:///../secret.xml")]
    [InlineData("file:///a/../../secret.xml")]
    [InlineData("file:///%2e%2e/secret.xml")]
    [InlineData("file:///a%2f..%2f..%2fsecret.xml")]
    [InlineData("file:///..%5csecret.xml")]
    [InlineData("file:////etc/passwd")]
    [InlineData("file:///link/passwd")]
    [InlineData("file:///link.xml")]
    [InlineData("file:///a%00.xml")]
    [InlineData("file://other/a.xml")]
    [InlineData("file:///")]
    [InlineData("file:///here")]
    [InlineData("file:///a.xml?x=1")]
    [InlineData("file:///a.xml#x")]
    [InlineData("/etc/passwd")]
    [InlineData("http://127.0.0.1:9/a.xml")]
    [InlineData("ftp://127.0.0.1/a.xml")]
    public async Task A_url_does_not_leave_its_directory(string url)
    {
        Directory.CreateDirectory(Path.Combine(_directory.FullName, "here"));
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "link"), "/etc");
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "link.xml"), "/etc/passwd");
        await using var stack = await TestStack.StartAsync(Options());
        await using var client = await stack.ConnectAsync();
        foreach (var operation in new[]
        {
            $"<copy-config><source><url>{url}</url></source><target><candidate/></target></copy-config>",
            $"<copy-config><target><url>{url}</url></target><source><running/></source></copy-config>",
            $"<delete-config><target><url>{url}</url></target></delete-config>",
        })
        {
            var error = await TestStack.ErrorAsync(client, operation);
            error.Tag.ShouldBe(ErrorTag.InvalidValue);
            error.Message!.ShouldNotContain(_directory.FullName);
        }
    }

    [Theory]
    [InlineData("none.xml", null, ErrorTag.OperationFailed)]
    [InlineData("bad.xml", "<config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><x xmlns='urn:t'>", ErrorTag.OperationFailed)]
    [InlineData("other.xml", "<x xmlns='urn:t'/>", ErrorTag.OperationFailed)]
    [InlineData("dtd.xml", "<!DOCTYPE config [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'>&e;</config>", ErrorTag.OperationFailed)]
    [InlineData("unknown.xml", "<config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><x xmlns='urn:t'><none/></x></config>", ErrorTag.UnknownElement)]
    [InlineData("big.xml", "<config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><!-- BIG --></config>", ErrorTag.TooBig)]
    public async Task What_is_at_a_url_is_checked_as_what_comes_in_a_message(string name, string? content, string tag)
    {
        if (content is not null) await File.WriteAllTextAsync(Path.Combine(_directory.FullName, name), content.Replace("BIG", new string('x', 5000), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await using var stack = await TestStack.StartAsync(Options());
        await using var client = await stack.ConnectAsync();
        (await TestStack.ErrorAsync(client, $"<copy-config><source><url>file:///{name}</url></source><target><candidate/></target></copy-config>")).Tag.ShouldBe(tag);
    }

    [Fact]
    public async Task Without_directory_and_prefixes_there_is_no_such_capability()
    {
        await using var stack = await TestStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        client.ServerCapabilities.ShouldNotContain(c => c.ToString().Contains(":url:", StringComparison.Ordinal));
        (await TestStack.ErrorAsync(client, "<copy-config><source><url>file:///a.xml</url></source><target><candidate/></target></copy-config>")).Tag.ShouldBe(ErrorTag.OperationNotSupported);
    }

    [Fact]
    public async Task A_web_server_that_is_allowed_is_read_written_and_deleted_at_and_its_redirects_are_not_followed()
    {
        var store = new Dictionary<string, string> { ["/configs/one.xml"] = $"<config xmlns='{Base}'><x xmlns='urn:t'><y><a>5</a></y></x></config>" };
        await using var web = await WebAsync(store, tls: false);
        var options = Options();
        options.Urls.Allowed.Add(new Uri(web.Urls.Single() + "/configs"));
        await using var stack = await TestStack.StartAsync(options);
        await using var client = await stack.ConnectAsync();
        var url = web.Urls.Single() + "/configs/one.xml";
        (await client.SendAsync($"<copy-config><source><url>{url}</url></source><target><running/></target></copy-config>")).IsOk.ShouldBeTrue();
        (await client.SendAsync($"<copy-config><target><url>{web.Urls.Single()}/configs/two.xml</url></target><source><running/></source></copy-config>")).IsOk.ShouldBeTrue();
        store["/configs/two.xml"].ShouldContain("<a>5</a>");
        (await client.SendAsync($"<delete-config><target><url>{url}</url></target></delete-config>")).IsOk.ShouldBeTrue();
        store.ShouldNotContainKey("/configs/one.xml");
        foreach (var (path, tag) in new[]
        {
            ("/configs/one.xml", ErrorTag.OperationFailed), ("/configs/away", ErrorTag.OperationFailed), ("/configs/huge", ErrorTag.TooBig), ("/configs-of-others/a.xml", ErrorTag.InvalidValue),
            ("/other/a.xml", ErrorTag.InvalidValue), ("/configs/../other/a.xml", ErrorTag.InvalidValue), ("/configs/%2e%2e/other/a.xml", ErrorTag.InvalidValue), ("/configs/..%2fother/a.xml", ErrorTag.InvalidValue),
        })
        {
            (await TestStack.ErrorAsync(client, $"<copy-config><source><url>{web.Urls.Single()}{path}</url></source><target><candidate/></target></copy-config>")).Tag.ShouldBe(tag, path);
        }
    }

    [Fact]
    public async Task A_web_server_whose_certificate_nobody_vouches_for_is_not_used()
    {
        var store = new Dictionary<string, string> { ["/one.xml"] = $"<config xmlns='{Base}'/>" };
        await using var web = await WebAsync(store, tls: true);
        foreach (var isTrusted in new[] { false, true })
        {
            var options = Options();
            options.Urls.Allowed.Add(new Uri(web.Urls.Single() + "/"));
            if (isTrusted) options.Urls.Tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject.Length > 0 };
            await using var stack = await TestStack.StartAsync(options);
            await using var client = await stack.ConnectAsync();
            var reply = await client.SendAsync($"<validate><source><url>{web.Urls.Single()}/one.xml</url></source></validate>");
            if (isTrusted) reply.IsOk.ShouldBeTrue();
            else reply.Errors.ShouldHaveSingleItem().Message!.ShouldContain("certificate");
        }
    }

    private NetconfServerOptions Options()
    {
        var options = new NetconfServerOptions();
        (options.Urls.Directory, options.Urls.MaxSize) = (_directory.FullName, 4096);
        return options;
    }

    private static async Task<WebApplication> WebAsync(Dictionary<string, string> store, bool tls)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l =>
        {
            if (tls) l.UseHttps(SelfSignedCertificate.LoadOrMake(Directory.CreateTempSubdirectory("taiji-url-tls-").FullName));
        }));
        if (tls) builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        app.Run(async context =>
        {
            var path = context.Request.Path.Value!;
            if (path == "/configs/away") context.Response.Redirect("/configs/one.xml");
            else if (path == "/configs/huge") await context.Response.WriteAsync(new string(' ', 10_000));
            else if (context.Request.Method == "PUT") store[path] = await new StreamReader(context.Request.Body, Encoding.UTF8).ReadToEndAsync();
            else if (context.Request.Method == "DELETE") context.Response.StatusCode = store.Remove(path) ? 204 : 404;
            else if (store.TryGetValue(path, out var text)) await context.Response.WriteAsync(text);
            else context.Response.StatusCode = 404;
        });
        await app.StartAsync();
        return app;
    }
}
