namespace Taiji.Server.Authenticators;

/// <summary>How bearer tokens (RFC 6750, RFC 7519) are verified.</summary>
public sealed class BearerOptions
{
    /// <summary>Where the issuer's keys are (a JWK Set, RFC 7517): a file, or an https URL (http on loopback only).</summary>
    public string KeySet { get; set; } = "";

    /// <summary>The issuer (<c>iss</c>) that tokens must be of.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The audience (<c>aud</c>) that tokens must be for.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The claim with the user's name.</summary>
    public string UserClaim { get; set; } = "sub";

    /// <summary>The claim with the user's groups: a string or an array of strings.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>How long keys are used before they are read again; a token with an unknown key has them read at once, but not more often than every ten seconds.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>What is wrong with <see cref="KeySet"/>; null when it can be used.</summary>
    public string? UnusableKeySet()
    {
        if (!Uri.TryCreate(KeySet, UriKind.Absolute, out var uri) || uri.IsFile) return File.Exists(KeySet) ? null : $"there is no file '{KeySet}'";
        return uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)
            ? null : $"keys are fetched over https, or over http from this machine; not from '{KeySet}'";
    }
}
