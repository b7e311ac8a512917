using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.Urls;

/// <summary>Configurations at URLs (RFC 6241 §8.8): files of one directory, and places that an allow list names.</summary>
internal sealed class UrlStore : IDisposable
{
    private readonly UrlOptions _options;
    private readonly HttpClient _http;

    /// <summary>Makes it.</summary>
    /// <param name="options">What is allowed.</param>
    public UrlStore(UrlOptions options)
    {
        _options = options;
        // An allowed place could send the server to any other: it doesn't go. Nor does it show who it is.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        if (options.Tls is { } tls) handler.SslOptions = tls;
        _http = new HttpClient(handler) { Timeout = options.Timeout };
    }

    /// <summary>Whether there are URLs at all.</summary>
    public bool IsAny => _options.Schemes.Count > 0;

    /// <summary>The schemes there are.</summary>
    public IReadOnlyList<string> Schemes => _options.Schemes;

    /// <summary>The place that a URL stands for.</summary>
    /// <param name="text">The URL.</param>
    /// <exception cref="RpcErrorException">It is none, or none that is allowed.</exception>
    public IUrlPlace Find(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || text.Any(char.IsControl)) throw Refused(text, "it is no URL");
        if (url.Fragment.Length > 0 || url.UserInfo.Length > 0) throw Refused(text, "it has a fragment or a user");
        if (!_options.Schemes.Contains(url.Scheme)) throw Refused(text, $"the schemes are {string.Join(", ", _options.Schemes)}");
        if (url.Scheme == "file") return new UrlFile(_options.Directory!, NameOf(text, url), _options.MaxSize);
        return _options.Allowed.Any(a => IsWithin(url, a)) ? new UrlWeb(_http, url, _options.MaxSize) : throw Refused(text, "it is not among the places that the server was told of");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>The error for a URL that isn't served.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="why">Why.</param>
    public static RpcErrorException Refused(string text, string why) => ProtocolErrors.InvalidValue($"The URL \"{text}\" can't be used: {why}.");

    /// <summary>The segments of a file's name, as they were written: a parser would have resolved what leads elsewhere.</summary>
    private static List<string> NameOf(string text, Uri url)
    {
        if (url.Query.Length > 0) throw Refused(text, "a file has no query");
        if (!text.StartsWith("file:///", StringComparison.OrdinalIgnoreCase)) throw Refused(text, "a file is named file:///NAME");
        var segments = text["file:///".Length..].Split('/').Select(Uri.UnescapeDataString).ToList();
        var isPlain = segments.TrueForAll(s => s.Length > 0 && s is not ("." or "..") && !s.Contains('/', StringComparison.Ordinal) && !s.Contains('\\', StringComparison.Ordinal) && !s.Any(char.IsControl));
        return isPlain ? segments : throw Refused(text, "its name has empty, '.' or '..' segments");
    }

    private static bool IsWithin(Uri url, Uri prefix)
    {
        if (url.Scheme != prefix.Scheme || url.Port != prefix.Port || !url.Host.Equals(prefix.Host, StringComparison.OrdinalIgnoreCase)) return false;
        // What is encoded may be taken for a step up by the other end.
        if (url.AbsolutePath.Contains('%', StringComparison.Ordinal) && Uri.UnescapeDataString(url.AbsolutePath).Split('/', '\\').Any(s => s is "." or "..")) return false;
        var path = prefix.AbsolutePath;
        return url.AbsolutePath == path || url.AbsolutePath.StartsWith(path.EndsWith('/') ? path : path + "/", StringComparison.Ordinal);
    }
}
