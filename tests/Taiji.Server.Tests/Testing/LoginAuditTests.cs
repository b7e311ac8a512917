using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Taiji.Datastores.Auditing;
using Taiji.Testing;

namespace Taiji.Server.Tests.Testing;

/// <summary>What the audit log tells of HTTP's logins, which come with every request.</summary>
public sealed class LoginAuditTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-audit-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_connection_whose_requests_show_the_same_logs_in_once_and_every_refusal_is_told()
    {
        var file = Path.Combine(_directory, "audit.log");
        await using (var server = await TaijiTestServer.StartAsync(b => b.Configure(o => o.AuditLog = new AuditLogOptions { Path = file })))
        {
            for (var i = 0; i < 5; i++) (await StatusAsync(server.Http, null)).ShouldBe(HttpStatusCode.OK);
            for (var i = 0; i < 2; i++) (await StatusAsync(server.Http, "guess")).ShouldBe(HttpStatusCode.Unauthorized);
            (await StatusAsync(server.Http, TaijiTestServer.Password)).ShouldBe(HttpStatusCode.OK);
        }

        var logins = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Select(l => JsonNode.Parse(l)!).Where(l => (string)l["action"]! == "login").ToList();
        // After somebody else's credentials it is a login again.
        logins.Select(l => (string)l["result"]!).ShouldBe(["ok", "access-denied", "access-denied", "ok"]);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string? password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/restconf");
        if (password is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TaijiTestServer.UserName}:{password}")));
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
