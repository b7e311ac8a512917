using System.Net.Security;

namespace Taiji.Server.NetconfServer.Urls;

/// <summary>Which URLs the server reads and writes configurations at (RFC 6241 §8.8, <c>:url</c>). With neither a directory nor a prefix it has no such capability.</summary>
public sealed class UrlOptions
{
    /// <summary>The directory that <c>file:///NAME</c> is in; null for no files. URLs can't leave it.</summary>
    public string? Directory { get; set; }

    /// <summary>What http and https URLs must begin with, as <c>https://store.example.com/configs/</c>; none for no such URLs.</summary>
    public IList<Uri> Allowed { get; } = [];

    /// <summary>The largest configuration that is read or written, in bytes.</summary>
    public long MaxSize { get; set; } = 64L * 1024 * 1024;

    /// <summary>How long a transfer over http may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How the certificates of https servers are checked; null for by the machine's authorities.</summary>
    public SslClientAuthenticationOptions? Tls { get; set; }

    /// <summary>The schemes there are, as the capability tells them.</summary>
    internal IReadOnlyList<string> Schemes => [.. Allowed.Select(u => u.Scheme).Concat(Directory is null ? [] : ["file"]).Distinct().Order(StringComparer.Ordinal)];
}
