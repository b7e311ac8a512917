using System.Text.Json.Nodes;

namespace Taiji.Conformance.JsonRpc;

/// <summary>Calls methods with curl, which keeps the cookie.</summary>
public sealed class JsonRpcSession(TaijiProcess taiji) : IDisposable
{
    private readonly string _jar = Path.GetTempFileName();

    /// <summary>curl's cookie jar.</summary>
    public string Jar => _jar;

    /// <summary>curl's answer to a body, header and all with <c>-i</c>.</summary>
    /// <param name="body">The body.</param>
    /// <param name="arguments">More of curl's arguments.</param>
    public async Task<string> SendAsync(string body, params string[] arguments)
    {
        string[] url = arguments.Contains("-k") ? [$"https://127.0.0.1:{taiji.HttpsPort}/jsonrpc"] : [$"{taiji.Http}/jsonrpc"];
        return (await Client.RunAsync("curl", ["-sS", "-m", "90", "-b", _jar, "-c", _jar, "-X", "POST", "-H", "Content-Type: application/json", .. arguments, "-d", body, .. url])).Succeeded;
    }

    /// <summary>The response to a call.</summary>
    public async Task<JsonNode> PostAsync(string method, string parameters) =>
        JsonNode.Parse(await SendAsync($$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}"""))!;

    /// <summary>The result of a call that succeeds.</summary>
    public async Task<JsonNode> CallAsync(string method, string parameters = "{}")
    {
        var response = await PostAsync(method, parameters);
        return response["result"] ?? throw new InvalidOperationException($"{method} {parameters}: {response.ToJsonString()}");
    }

    /// <summary>The error's type of a call that fails.</summary>
    public async Task<string> FailAsync(string method, string parameters = "{}") => (await PostAsync(method, parameters))["error"]?["type"]?.GetValue<string>() ?? "no error";

    /// <summary>Begins a transaction.</summary>
    public async Task<int> BeginAsync(string parameters = """{"mode": "read_write"}""") => (await CallAsync("new_trans", parameters))["th"]!.GetValue<int>();

    public void Dispose() => File.Delete(_jar);

    /// <summary>Whether a value has all that a pattern has: <c>"*"</c> stands for anything, members that the pattern lacks are let be.</summary>
    public static bool Matches(JsonNode? value, JsonNode? pattern) => pattern switch
    {
        JsonValue text when text.TryGetValue<string>(out var any) && any == "*" => true,
        JsonObject members => value is JsonObject all && members.All(m => all.ContainsKey(m.Key) && Matches(all[m.Key], m.Value)),
        JsonArray items => value is JsonArray all && all.Count == items.Count && items.Select((p, i) => Matches(all[i], p)).All(m => m),
        _ => JsonNode.DeepEquals(value, pattern),
    };
}
