namespace Taiji.Server.Tests.RestconfApi;

/// <summary>Every query parameter of RFC 8040 §4.8 with a value that is good, on every method of every kind of resource: it is taken where its section says, and 400 anywhere else.</summary>
public sealed class QueryParameterMatrixTests : RestconfTest
{
    // A data resource for which 'insert' and 'point' mean something.
    private const string Entry = $"{Shop}/step=two";
    private const string Replay = "/restconf/streams/NETCONF/json";
    private const string Read = "GET api,GET data,GET datastore,HEAD api,HEAD data,HEAD datastore";
    private const string Retrieval = "GET data,GET datastore,HEAD data,HEAD datastore";
    private const string Event = "GET stream,HEAD stream";

    private static readonly (string Method, string Kind, string Target, string? Body)[] Requests =
    [
        .. Of("api", "/restconf", null, "GET", "HEAD", "OPTIONS"),
        .. Of("datastore", Data, null, "GET", "HEAD", "OPTIONS"),
        .. Of("datastore", Data, """{"ietf-restconf:data":{"shop:shop":{"step":["one","two"]}}}""", "PUT", "PATCH"),
        .. Of("datastore", Data, """{"shop:account":[{"user":"u"}]}""", "POST"),
        .. Of("data", Shop, null, "GET", "HEAD", "OPTIONS"),
        .. Of("data", Entry, null, "DELETE"),
        .. Of("data", Entry, """{"shop:step":["two"]}""", "PUT", "PATCH"),
        .. Of("data", Shop, """{"shop:step":["three"]}""", "POST"),
        .. Of("operation", "/restconf/operations/shop:ping", null, "POST", "OPTIONS"),
        .. Of("stream", Replay, null, "GET", "HEAD", "OPTIONS"),
    ];

    [Theory]
    [InlineData("content=config", Retrieval)]
    [InlineData("depth=3", Read)]
    [InlineData("fields=*", Read)]
    [InlineData("with-defaults=trim", Retrieval)]
    [InlineData("filter=true()", Event)]
    [InlineData("start-time=*", Event)]
    [InlineData("start-time=*&stop-time=*", Event)]
    [InlineData("insert=first", "POST data,PUT data")]
    [InlineData("insert=after&point=/shop:shop/step=one", "POST data,PUT data")]
    public async Task It_is_taken_on_exactly_the_methods_and_resources_that_it_belongs_to(string query, string expected)
    {
        var taken = new List<string>();
        foreach (var (method, kind, target, body) in Requests)
        {
            (await Host.PutAsync(Shop, """{"shop:shop":{"step":["one","two"]}}""")).Status.ShouldBeOneOf(201, 204);
            if (await IsTakenAsync(method, $"{target}?{Valued(query, kind)}", body)) taken.Add($"{method} {kind}");
        }

        taken.Order(StringComparer.Ordinal).ShouldBe(expected.Split(',').Order(StringComparer.Ordinal), query);
    }

    private static (string Method, string Kind, string Target, string? Body)[] Of(string kind, string target, string? body, params string[] methods) => [.. methods.Select(m => (m, kind, target, body))];

    private string Valued(string query, string kind) => query
        .Replace("fields=*", kind switch { "api" => "fields=data", "datastore" => "fields=shop:shop", _ => "fields=step" }, StringComparison.Ordinal)
        .Replace("start-time=*", $"start-time={Host.Time.GetUtcNow().AddHours(-2):yyyy-MM-dd'T'HH:mm:ss'Z'}", StringComparison.Ordinal)
        .Replace("stop-time=*", $"stop-time={Host.Time.GetUtcNow().AddHours(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}", StringComparison.Ordinal);

    private async Task<bool> IsTakenAsync(string method, string target, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        request.Headers.Authorization = Support.OneUser.Credentials;
        if (body is not null) request.Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue(Support.RestconfHost.Json));
        // A stream has no end to wait for.
        using var response = await Host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var status = (int)response.StatusCode;
        if (status != 400) status.ShouldBeInRange(200, 204, $"{method} {target}");
        return status != 400;
    }
}
