using System.Globalization;
using System.Text;

namespace Taiji.Conformance.Restconf;

/// <summary>Many requests by h2load, side by side on connections that stay: every one is answered well, over each version.</summary>
[Collection(RestconfCollection.Name)]
public sealed class LoadTests(ServerFixture server) : RestconfTest(server)
{
    private const int Requests = 2_000;

    [Theory]
    [InlineData("HTTP/1.1", "--h1", "-m", "4")]
    [InlineData("h2c", "-m", "20")]
    public async Task Reads_in_clear_text(string protocol, params string[] options)
    {
        await Curl.SendAsync("POST", "/data", "{\"ietf-interfaces:interfaces\":" + Eth0 + "}");
        await LoadAsync($"{Server.Taiji.Restconf}{Interfaces}/interface=eth0", protocol, options);
    }

    [Fact]
    public async Task Reads_over_tls()
    {
        await using var secure = await TaijiProcess.StartAsync(null, "--https", "127.0.0.1:0");
        await LoadAsync($"https://127.0.0.1:{secure.HttpsPort}/restconf/yang-library-version", "h2", "-m", "20");
    }

    [Fact]
    public async Task Writes_of_one_leaf()
    {
        await Curl.SendAsync("POST", "/data", "{\"ietf-interfaces:interfaces\":" + Eth0 + "}");
        var body = Path.GetTempFileName();
        await File.WriteAllTextAsync(body, """{"ietf-interfaces:description":"the same"}""");
        await LoadAsync(
            $"{Server.Taiji.Restconf}{Interfaces}/interface=eth0/description", "h2c", "-m", "10", "-H", ":method: PUT", "-H", "content-type: application/yang-data+json", "-d", body);
        File.Delete(body);
        (await Curl.ReadAsync("/ietf-interfaces:interfaces/interface=eth0/description"))["ietf-interfaces:description"]!.GetValue<string>().ShouldBe("the same");
    }

    private static async Task LoadAsync(string url, string protocol, params string[] options)
    {
        var authorization = Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{TaijiProcess.AdminPassword}"));
        var result = await Client.RunAsync("h2load", ["-n", Requests.ToString(CultureInfo.InvariantCulture), "-c", "10", "-t", "1", "-H", $"authorization: Basic {authorization}", .. options, url]);
        result.Succeeded.ShouldContain($"{Requests} done, {Requests} succeeded, 0 failed, 0 errored, 0 timeout");
        result.Output.ShouldContain($"status codes: {Requests} 2xx");
        result.Output.ShouldContain(protocol switch { "h2" => "Application protocol: h2\n", "HTTP/1.1" => "Application protocol: http/1.1", _ => "Application protocol: h2c" });
    }
}
