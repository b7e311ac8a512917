using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Taiji.Datastores.AccessControl.Logins;

namespace Taiji.Server.Authenticators;

/// <summary>
/// Users by signed bearer tokens (JWT, RFC 7519; what an OpenID provider issues): signature, issuer, audience and time must be right; claims give the user and the groups.
/// </summary>
public sealed class BearerAuthenticator : IAuthenticator, IDisposable
{
    private const string Scheme = "Bearer ";

    // Signatures that only the issuer can make: no shared secrets, and never "none".
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly BearerOptions _options;
    private readonly KeySetSource _keys;
    private readonly TimeProvider _time;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 16 * 1024, MapInboundClaims = false };

    /// <summary>Makes the authenticator.</summary>
    /// <param name="options">What tokens must be.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">Keys, issuer or audience are missing, or the keys' place is unusable.</exception>
    public BearerAuthenticator(BearerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.KeySet.Length == 0 || options.Issuer.Length == 0 || options.Audience.Length == 0)
            throw new ArgumentException("Tokens need a key set, an issuer and an audience.", nameof(options));
        if (options.UnusableKeySet() is { } problem) throw new ArgumentException(problem, nameof(options));
        _options = options;
        _time = time;
        _keys = new KeySetSource(options.KeySet, options.KeyLifetime, time);
    }

    /// <inheritdoc/>
    public string Name => "bearer";

    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(TransportFacts facts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Header("Authorization") is not { } header || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return AuthenticationResult.Undecided;
        var token = header[Scheme.Length..].Trim();
        if (!_handler.CanReadToken(token)) return new AuthenticationResult.Refused("the token is no JWT");
        if (!TryReadKeyId(token, out var keyId)) return new AuthenticationResult.Refused("the token is no JWT");
        var result = await _handler.ValidateTokenAsync(token, Parameters(await _keys.GetAsync(keyId, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        return result.IsValid ? Accept((JsonWebToken)result.SecurityToken) : new AuthenticationResult.Refused($"the token is not valid: {result.Exception?.GetType().Name}");
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.Dispose();

    private bool TryReadKeyId(string token, out string? keyId)
    {
        keyId = null;
        try
        {
            keyId = _handler.ReadJsonWebToken(token).Kid is { Length: > 0 } kid ? kid : null;
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private TokenValidationParameters Parameters(IList<SecurityKey> keys) => new()
    {
        ValidIssuer = _options.Issuer,
        ValidAudience = _options.Audience,
        IssuerSigningKeys = keys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ClockSkew = TimeSpan.FromSeconds(30),
        LifetimeValidator = (notBefore, expires, _, parameters) =>
        {
            var now = _time.GetUtcNow().UtcDateTime;
            return expires is not null && now < expires + parameters.ClockSkew && (notBefore is null || now >= notBefore - parameters.ClockSkew);
        },
    };

    private AuthenticationResult Accept(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<object>(_options.UserClaim, out var claim) || claim is not string { Length: > 0 } user || user.Any(char.IsControl))
            return new AuthenticationResult.Refused($"the token's claim '{_options.UserClaim}' names no user");
        return new AuthenticationResult.Accepted(user) { Groups = [.. token.Claims.Where(c => c.Type == _options.GroupsClaim).Select(c => c.Value)] };
    }
}
