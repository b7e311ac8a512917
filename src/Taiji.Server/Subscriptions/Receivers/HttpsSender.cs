using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>
/// Sends notifications by HTTP as draft-ietf-netconf-https-notif does: the capabilities of the receiver are fetched from <c>URL/capabilities</c>, each notification is POSTed to
/// <c>URL/relay-notification</c>. No proxy, no redirect: what is sent, and a secret with it, goes where the configuration says.
/// </summary>
internal sealed class HttpsSender : INotificationSender
{
    private const int LongestCapabilities = 64 * 1024;
    private const string EncodingCapability = "urn:ietf:capability:https-notif-receiver:encoding:";
    private static readonly string[] Encodings = ["xml", "json"];

    private readonly HttpsReceiver _receiver;
    private readonly HttpClient _http;

    /// <summary>Makes a sender; nothing is connected yet.</summary>
    /// <param name="receiver">Where to.</param>
    /// <param name="patience">How long an answer may take.</param>
    public HttpsSender(HttpsReceiver receiver, TimeSpan patience)
    {
        _receiver = receiver;
        _http = new HttpClient(MakeHandler(receiver, patience)) { Timeout = patience, MaxResponseContentBufferSize = LongestCapabilities };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> DiscoverAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _receiver.Url + "/capabilities");
        request.Headers.Accept.ParseAdd("application/xml, application/json;q=0.9");
        using var response = await ExchangeAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        // One that has no such resource takes what it is sent, or says then that it doesn't.
        if (response.StatusCode != HttpStatusCode.OK) return [];
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return [.. Encodings.Where(e => text.Contains(EncodingCapability + e, StringComparison.Ordinal)).Select(e => "encode-" + e)];
    }

    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> document, string encoding, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _receiver.Url + "/relay-notification") { Content = new ReadOnlyMemoryContent(document) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(encoding == "encode-json" ? "application/json" : "application/xml");
        using var response = await ExchangeAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return;
        var answer = $"{_receiver.Url} answers {(int)response.StatusCode} to a notification.";
        throw IsPassing(response.StatusCode) ? new IOException(answer) : new ReceiverRefusedException(answer);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsPassing(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status == 425;

    private static SocketsHttpHandler MakeHandler(HttpsReceiver receiver, TimeSpan patience)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = patience, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (receiver.TrustAnchors.Length > 0) handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = PolicyOf(receiver.TrustAnchors) };
        if (receiver.Source is { } source) handler.ConnectCallback = (context, cancel) => ConnectAsync(source, context.DnsEndPoint, cancel);
        return handler;
    }

    private static X509ChainPolicy PolicyOf(string anchors)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        foreach (var anchor in anchors.Split(' ')) policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(anchor)));
        return policy;
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress source, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(source.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, HttpCompletionOption option, CancellationToken cancellationToken)
    {
        if (_receiver.Authorization is { } authorization) request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        try
        {
            return await _http.SendAsync(request, option, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"{_receiver.Url} can't be reached: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{_receiver.Url} doesn't answer.", e);
        }
    }
}
