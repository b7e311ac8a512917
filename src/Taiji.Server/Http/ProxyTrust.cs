using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Taiji.Server.Http;

/// <summary>
/// Takes over what trusted proxies say of the client: its address, the scheme and authority it used, its certificate. From anybody else such headers are removed, so that nothing
/// behind can believe them.
/// </summary>
internal sealed class ProxyTrust
{
    private static readonly string[] Claims = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix"];
    private readonly RequestDelegate _next;
    private readonly HttpFrontOptions _options;
    private readonly Refusals _refusals;

    /// <summary>Makes the middleware.</summary>
    /// <param name="next">What follows.</param>
    /// <param name="options">Whom to trust.</param>
    /// <param name="refusals">Say what is wrong.</param>
    public ProxyTrust(RequestDelegate next, HttpFrontOptions options, Refusals refusals)
    {
        _next = next;
        _options = options;
        _refusals = refusals;
    }

    /// <summary>Handles a request.</summary>
    /// <param name="context">The exchange.</param>
    public Task InvokeAsync(HttpContext context)
    {
        if (IsTrusted(context.Connection.RemoteIpAddress))
        {
            Believe(context);
            if (_options.ClientCertificateHeader is { } header && context.Request.Headers[header] is [{ Length: > 0 } text])
            {
                if (ReadCertificate(text) is not { } certificate)
                    return _refusals.RefuseAsync(context, StatusCodes.Status400BadRequest, $"The header '{header}' holds no certificate.");

                context.Connection.ClientCertificate = certificate;
                context.Response.RegisterForDispose(certificate);
            }
        }

        foreach (var claim in Claims) context.Request.Headers.Remove(claim);
        if (_options.ClientCertificateHeader is { } name) context.Request.Headers.Remove(name);
        return _next(context);
    }

    /// <summary>A certificate as proxies write it, or null when it is none.</summary>
    /// <param name="text">The header's value.</param>
    internal static X509Certificate2? ReadCertificate(string text)
    {
        try
        {
            return text is [':', .. var base64, ':']
                ? X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64))
                : X509Certificate2.CreateFromPem(Uri.UnescapeDataString(text));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private bool IsTrusted(IPAddress? address)
    {
        if (address is null) return _options.TrustUnixSockets;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (var network in _options.TrustedProxies)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }

    /// <summary>From the nearest proxy on, as long as the one that speaks is trusted.</summary>
    private void Believe(HttpContext context)
    {
        var headers = context.Request.Headers;
        var elements = headers.TryGetValue("Forwarded", out var forwarded)
            ? ForwardedElement.Parse(forwarded)
            : ForwardedElement.Parse(headers["X-Forwarded-For"], headers["X-Forwarded-Proto"], headers["X-Forwarded-Host"]);
        for (var i = elements.Count - 1; i >= 0; i--)
        {
            var element = elements[i];
            if (element.Scheme is { } scheme) context.Request.Scheme = scheme;
            if (element.Authority is { } authority) context.Request.Host = new HostString(authority);
            // "unknown" and obfuscated names (RFC 7239 §6) say that there is somebody else, not who.
            if (element.Client is not { } endPoint) break;
            context.Connection.RemoteIpAddress = endPoint.Address;
            context.Connection.RemotePort = endPoint.Port;
            if (!IsTrusted(endPoint.Address)) break;
        }

        if (headers["X-Forwarded-Prefix"] is [{ Length: > 1 } prefix] && IsPath(prefix))
        {
            context.Items[PrefixKey] = prefix.TrimEnd('/');
        }
    }

    // With two slashes at its beginning it would be an authority (RFC 3986 §4.2).
    private static bool IsPath(string text) =>
        text[0] == '/' && text[1] != '/' && !text.Contains('?', StringComparison.Ordinal) && Uri.IsWellFormedUriString(text, UriKind.Relative);

    /// <summary>Under which key of <see cref="HttpContext.Items"/> the path stands that the proxy took off.</summary>
    internal static readonly object PrefixKey = new();
}
