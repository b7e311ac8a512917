using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Taiji.Conformance.Support;

/// <summary>A server with the modules that <c>make run</c> serves.</summary>
public class ServerFixture : IAsyncLifetime
{
    private HttpClient _http = null!;

    /// <summary>The options of <c>make run</c>.</summary>
    public static string[] MakeRun { get; } = ["--demo", "--module", "ietf-interfaces", "--module", "ietf-ip", "--module", "iana-if-type"];

    public TaijiProcess Taiji { get; private set; } = null!;

    /// <summary>curl as admin.</summary>
    public Curl Curl { get; private set; } = null!;

    /// <summary>Options beside those of <c>make run</c>.</summary>
    protected virtual string[] Options => [];

    public virtual async ValueTask InitializeAsync()
    {
        Taiji = await TaijiProcess.StartAsync(null, [.. MakeRun, .. Options]);
        Curl = new Curl(Taiji);
        _http = new HttpClient { BaseAddress = new Uri(Taiji.Http) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{TaijiProcess.AdminPassword}")));
    }

    /// <summary>Removes what tests configure: interfaces and sensors.</summary>
    public async Task ResetAsync()
    {
        foreach (var resource in new[] { "ietf-interfaces:interfaces", "taiji-example:sensors" })
        {
            using var answer = await _http.DeleteAsync(new Uri($"/restconf/data/{resource}", UriKind.Relative));
            if (answer.StatusCode != HttpStatusCode.NotFound) answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Merges JSON into running.</summary>
    /// <param name="json">The content of <c>ietf-restconf:data</c>.</param>
    public async Task ConfigureAsync(string json)
    {
        using var body = new StringContent($$"""{"ietf-restconf:data":{{json}}}""", Encoding.UTF8, "application/yang-data+json");
        using var answer = await _http.PatchAsync(new Uri("/restconf/data", UriKind.Relative), body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Running as JSON, as it is stored.</summary>
    public Task<string> RunningAsync() => _http.GetStringAsync(new Uri("/restconf/data?content=config", UriKind.Relative));

    public virtual async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (Taiji is not null) await Taiji.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
