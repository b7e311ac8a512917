using Microsoft.IdentityModel.Tokens;

namespace Taiji.Server.Authenticators;

/// <summary>Gives the keys of a JWK Set, read again when they are old or a key is missing.</summary>
internal sealed class KeySetSource : IDisposable
{
    private const int LargestSet = 1024 * 1024;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(10);

    private readonly string _location;
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly HttpClient? _http;
    private IList<SecurityKey> _keys = [];
    private DateTimeOffset _read = DateTimeOffset.MinValue;

    public KeySetSource(string location, TimeSpan lifetime, TimeProvider time)
    {
        _location = location;
        _lifetime = lifetime;
        _time = time;
        if (!Uri.TryCreate(location, UriKind.Absolute, out var uri) || uri.IsFile) return;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = FetchTimeout, MaxResponseContentBufferSize = LargestSet };
    }

    /// <summary>The keys.</summary>
    /// <param name="wanted">The key-id that must be among them if it exists at all; null for any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IList<SecurityKey>> GetAsync(string? wanted, CancellationToken cancellationToken)
    {
        if (!IsDue(wanted)) return _keys;
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!IsDue(wanted)) return _keys;
            var text = _http is null
                ? await File.ReadAllTextAsync(_location, cancellationToken).ConfigureAwait(false) : await _http.GetStringAsync(new Uri(_location), cancellationToken).ConfigureAwait(false);
            _keys = new JsonWebKeySet(text).GetSigningKeys();
            _read = _time.GetUtcNow();
            return _keys;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose()
    {
        _http?.Dispose();
        _reading.Dispose();
    }

    private bool IsDue(string? wanted)
    {
        var age = _time.GetUtcNow() - _read;
        return age >= _lifetime || (age >= ShortestPause && wanted is not null && _keys.All(k => k.KeyId != wanted));
    }
}
