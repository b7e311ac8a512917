using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Taiji.Clients.Restconf;

/// <summary>A RESTCONF client (RFC 8040). Paths are those of data resources without the API's root; every method throws a server's errors, all of them.</summary>
public sealed partial class RestconfClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly RestconfClientOptions _options;

    private RestconfClient(HttpClient http, RestconfClientOptions options)
    {
        _http = http;
        _options = options;
    }

    /// <summary>The API's root: a path, or a whole URL where it is on another host.</summary>
    public string Root { get; private set; } = "";

    /// <summary>Connects: finds the API's root where it isn't given.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="handler">Sends the requests, e.g. for tests or a proxy; null for one that does as the options say. Disposed of with the client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">The server can't be reached, isn't trusted, or has no RESTCONF.</exception>
    /// <exception cref="RestconfErrorException">The server refuses.</exception>
    public static async Task<RestconfClient> ConnectAsync(RestconfClientOptions options, HttpMessageHandler? handler = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var http = new HttpClient(handler ?? MakeHandler(options)) { BaseAddress = options.Server, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestVersion = HttpVersion.Version20;
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        if (options.User is not null)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}"));
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }

        var client = new RestconfClient(http, options);
        try
        {
            using var limit = client.Limit(cancellationToken);
            client.Root = options.Root?.TrimEnd('/') ?? await RootDiscovery.FindAsync(http, limit.Token).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request of any kind.</summary>
    /// <param name="method">The method.</param>
    /// <param name="resource">The resource below the root, as <c>data/…</c> or <c>operations/…</c>, with its query.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="edit">Preconditions; null for none.</param>
    /// <param name="kind">The body's kind, as in <c>application/yang-data+json</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RestconfErrorException">The server's errors.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    public async Task<RestconfResponse> SendAsync(
        HttpMethod method, string resource, RestconfContent? content = null, RestconfEditOptions? edit = null, string kind = "yang-data", CancellationToken cancellationToken = default)
    {
        using var request = Make(method, resource, content?.ToHttp(kind), kind);
        if (edit?.IfMatch is { } tag) request.Headers.IfMatch.ParseAdd(tag);
        if (edit?.IfAbsent == true) request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        request.Headers.IfUnmodifiedSince = edit?.IfUnmodifiedSince;
        return await ExchangeAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static SocketsHttpHandler MakeHandler(RestconfClientOptions options)
    {
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false };
        if (options.ClientCertificate is { } certificate) handler.SslOptions.ClientCertificates = [certificate];
        if (options.Authorities is not { } authorities) return handler;
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        handler.SslOptions.CertificateChainPolicy.ExtraStore.AddRange(authorities);
        return handler;
    }

    private HttpRequestMessage Make(HttpMethod method, string resource, HttpContent? content, string kind)
    {
        var request = new HttpRequestMessage(method, new Uri(resource.Length > 0 ? $"{Root}/{resource}" : Root, UriKind.RelativeOrAbsolute)) { Content = content };
        var suffix = _options.Encoding == RestconfEncoding.Json || kind == "yang-patch" ? "json" : "xml";
        request.Headers.Accept.ParseAdd($"application/yang-data+{suffix}");
        return request;
    }

    private async Task<RestconfResponse> ExchangeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = Limit(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await _http.SendAsync(request, limit.Token).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            if (_options.Logger is { } logger)
                RestconfLog.Answer(logger, request.Method.Method, request.RequestUri!, (int)answer.StatusCode, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return Read(answer, body);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{_options.Server} did not answer {request.Method} within {_options.RequestTimeout.TotalSeconds:0.###} s.", e);
        }
    }

    private static RestconfResponse Read(HttpResponseMessage answer, byte[] body)
    {
        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotModified) throw RestconfErrors.From(answer.StatusCode, answer.ReasonPhrase, body, mediaType);
        var encoding = mediaType?.EndsWith("xml", StringComparison.Ordinal) == true ? RestconfEncoding.Xml : RestconfEncoding.Json;
        return new RestconfResponse(
            answer.StatusCode, body.Length > 0 ? RestconfContent.Of(body, encoding) : null, answer.Headers.ETag?.ToString(), answer.Content.Headers.LastModified, answer.Headers.Location);
    }

    private CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.RequestTimeout);
        return limit;
    }
}
