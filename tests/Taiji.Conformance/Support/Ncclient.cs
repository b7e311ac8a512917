using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Taiji.Conformance.Support;

/// <summary>The fields of an rpc-error as ncclient shows them.</summary>
public sealed record NetconfError(string Type, string Tag, string? AppTag, string Severity, string? Path, string? Message, string? Info);

/// <summary>A Python process with ncclient loaded that runs scripts one after the other; see <c>ncclient_driver.py</c>.</summary>
public sealed class Ncclient : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);
    private static readonly JsonSerializerOptions Fields = new(JsonSerializerDefaults.Web);

    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="taiji">The server that its scripts talk to.</param>
    public Ncclient(TaijiProcess taiji)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false) };
        string[] arguments = ["-u", Path.Combine(AppContext.BaseDirectory, "Support/ncclient_driver.py"), $"{taiji.SshPort}", TaijiProcess.AdminPassword];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    /// <summary>Runs a script; gives what it prints.</summary>
    /// <param name="script">Python; an exception fails the test with its traceback.</param>
    public async Task<string> RunAsync(string script)
    {
        await _process.StandardInput.WriteLineAsync(new JsonObject { ["script"] = script }.ToJsonString()).WaitAsync(Timeout);
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Timeout) ?? throw new InvalidOperationException("python3 has ended.");
        var answer = JsonNode.Parse(line)!;
        if (answer["failure"]?.GetValue<string>() is { } failure) throw new InvalidOperationException($"{failure}\n{answer["output"]}");
        var output = answer["output"]!.GetValue<string>();
        return output.EndsWith('\n') ? output[..^1] : output;
    }

    /// <summary>Runs a script that prints XML.</summary>
    /// <param name="script">Python.</param>
    public async Task<XElement> RunXmlAsync(string script) => XElement.Parse(await RunAsync(script));

    /// <summary>The rpc-errors that an expression ends with.</summary>
    /// <param name="expression">A Python expression.</param>
    /// <param name="before">Statements before it.</param>
    public async Task<IReadOnlyList<NetconfError>> RefusalsAsync(string expression, string before = "") =>
        JsonSerializer.Deserialize<List<NetconfError>>(await RunAsync($"{before}\nrefused(lambda: {expression})"), Fields)!;

    /// <summary>The one rpc-error that an expression ends with.</summary>
    /// <param name="expression">A Python expression.</param>
    /// <param name="before">Statements before it.</param>
    public async Task<NetconfError> RefusalAsync(string expression, string before = "") => (await RefusalsAsync(expression, before)).ShouldHaveSingleItem();

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
