using System.Text.Json.Nodes;

namespace Taiji.Conformance.Support;

/// <summary>Calls JSON-RPC methods with curl and its cookie jar.</summary>
public sealed class JsonRpcCurl(TaijiProcess taiji) : IDisposable
{
    /// <summary>curl's cookie jar.</summary>
    public string Jar { get; } = Path.GetTempFileName();

    /// <summary>Logs in as the user admin.</summary>
    public Task<JsonNode> LoginAsync() => CallAsync("login", $$"""{"user": "admin", "passwd": "{{TaijiProcess.AdminPassword}}"}""");

    /// <summary>Calls a method that succeeds; gives its result.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Its parameters, an object.</param>
    public async Task<JsonNode> CallAsync(string method, string parameters = "{}")
    {
        var body = $$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}""";
        var answer = (await Client.RunAsync("curl", ["-sS", "-b", Jar, "-c", Jar, "-H", "Content-Type: application/json", "--data-binary", "@-", $"{taiji.Http}/jsonrpc/{method}"], body)).Succeeded;
        var response = JsonNode.Parse(answer)!;
        response["error"].ShouldBeNull($"{method} {parameters}: {answer}");
        return response["result"]!;
    }

    public void Dispose() => File.Delete(Jar);
}
