using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Server.Authenticators;

namespace Taiji.Server.Tests.Authenticators;

/// <summary>Bearer tokens (RFC 6750, RFC 7519).</summary>
public sealed class BearerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-test-").FullName;
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "one" };
    private readonly BearerAuthenticator _bearer;

    public BearerTests()
    {
        WriteKeys(_key);
        _bearer = new BearerAuthenticator(new BearerOptions { KeySet = KeyFile, Issuer = "https://issuer.example", Audience = "taiji" }, TimeProvider.System);
    }

    private string KeyFile => Path.Combine(_directory, "jwks.json");

    [Fact]
    public async Task A_valid_token_gives_the_user_and_the_groups()
    {
        var result = (await AskAsync(Token(groups: ["staff", "ops"]))).ShouldBeOfType<AuthenticationResult.Accepted>();
        result.User.ShouldBe("ann");
        result.Groups.ShouldBe(["staff", "ops"]);
    }

    [Fact]
    public async Task Elliptic_curve_keys_verify_too()
    {
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "two" };
        WriteKeys(key);
        using var bearer = new BearerAuthenticator(new BearerOptions { KeySet = KeyFile, Issuer = "https://issuer.example", Audience = "taiji" }, TimeProvider.System);
        (await AskAsync(Token(credentials: new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256)), bearer)).ShouldBeOfType<AuthenticationResult.Accepted>();
    }

    [Fact]
    public async Task A_token_of_another_issuer_for_another_audience_too_old_too_new_or_without_an_end_is_refused()
    {
        (await AskAsync(Token(issuer: "https://other.example"))).ShouldBeOfType<AuthenticationResult.Refused>();
        (await AskAsync(Token(audience: "other"))).ShouldBeOfType<AuthenticationResult.Refused>();
        (await AskAsync(Token(expires: DateTime.UtcNow.AddHours(-1)))).ShouldBeOfType<AuthenticationResult.Refused>();
        (await AskAsync(Token(notBefore: DateTime.UtcNow.AddHours(1)))).ShouldBeOfType<AuthenticationResult.Refused>();
        (await AskAsync(Token(user: ""))).ShouldBeOfType<AuthenticationResult.Refused>();
    }

    [Fact]
    public async Task A_token_signed_by_another_key_by_a_shared_secret_or_by_nobody_is_refused()
    {
        using var other = RSA.Create(2048);
        (await AskAsync(Token(credentials: new SigningCredentials(new RsaSecurityKey(other) { KeyId = "one" }, SecurityAlgorithms.RsaSha256)))).ShouldBeOfType<AuthenticationResult.Refused>();
        // The public key as a shared secret: the oldest trick.
        var secret = new SymmetricSecurityKey(File.ReadAllBytes(KeyFile)) { KeyId = "one" };
        (await AskAsync(Token(credentials: new SigningCredentials(secret, SecurityAlgorithms.HmacSha256)))).ShouldBeOfType<AuthenticationResult.Refused>();
        var parts = Token().Split('.');
        (await AskAsync($"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.")).ShouldBeOfType<AuthenticationResult.Refused>();
        (await AskAsync($"{parts[0]}.{parts[1]}.")).ShouldBeOfType<AuthenticationResult.Refused>();
        (await AskAsync("no.token.at-all")).ShouldBeOfType<AuthenticationResult.Refused>();
        (await AskAsync("")).ShouldBeOfType<AuthenticationResult.Refused>();
    }

    [Fact]
    public async Task Who_shows_no_token_is_left_to_others()
    {
        (await _bearer.AuthenticateAsync(new TransportFacts { Transport = "test" }, CancellationToken.None)).ShouldBe(AuthenticationResult.Undecided);
        (await _bearer.AuthenticateAsync(new TransportFacts { Transport = "test", Header = _ => "Basic eDp5" }, CancellationToken.None)).ShouldBe(AuthenticationResult.Undecided);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_is_found_without_a_restart()
    {
        var time = new SetTime();
        using var bearer = new BearerAuthenticator(new BearerOptions { KeySet = KeyFile, Issuer = "https://issuer.example", Audience = "taiji" }, time);
        (await AskAsync(Token(), bearer)).ShouldBeOfType<AuthenticationResult.Accepted>();
        var key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "next" };
        WriteKeys(key);
        time.Now += TimeSpan.FromSeconds(11);
        (await AskAsync(Token(credentials: new SigningCredentials(key, SecurityAlgorithms.RsaSha256)), bearer)).ShouldBeOfType<AuthenticationResult.Accepted>();
    }

    [Fact]
    public async Task Keys_are_fetched_from_the_issuers_URL_again_for_a_key_that_is_new_and_never_too_often()
    {
        var fetched = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        await using var issuer = builder.Build();
        issuer.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref fetched);
            return File.ReadAllText(KeyFile);
        });
        await issuer.StartAsync();
        var time = new SetTime();
        var address = issuer.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var bearer = new BearerAuthenticator(new BearerOptions { KeySet = address + "/keys", Issuer = "https://issuer.example", Audience = "taiji" }, time);
        (await AskAsync(Token(), bearer)).ShouldBeOfType<AuthenticationResult.Accepted>();
        (await AskAsync(Token(), bearer)).ShouldBeOfType<AuthenticationResult.Accepted>();
        fetched.ShouldBe(1);

        using var rsa = RSA.Create(2048);
        var fresh = new RsaSecurityKey(rsa) { KeyId = "fresh" };
        WriteKeys(fresh);
        var token = Token(credentials: new SigningCredentials(fresh, SecurityAlgorithms.RsaSha256));
        (await AskAsync(token, bearer)).ShouldBeOfType<AuthenticationResult.Refused>("somebody who makes up key-ids doesn't make the server ask each time");
        time.Now += TimeSpan.FromSeconds(11);
        (await AskAsync(token, bearer)).ShouldBeOfType<AuthenticationResult.Accepted>();
        fetched.ShouldBe(2);

        await issuer.StopAsync();
        time.Now += TimeSpan.FromMinutes(11);
        await Should.ThrowAsync<HttpRequestException>(() => AskAsync(token, bearer), "which is a refusal: nobody is let in by keys that may have been withdrawn");
    }

    [Theory]
    [InlineData("http://issuer.example/keys")]
    [InlineData("/no/such/file")]
    [InlineData("ftp://127.0.0.1/keys")]
    public void Keys_come_over_https_or_from_this_machine(string place) =>
        Should.Throw<ArgumentException>(() => new BearerAuthenticator(new BearerOptions { KeySet = place, Issuer = "i", Audience = "a" }, TimeProvider.System));

    public void Dispose()
    {
        _bearer.Dispose();
        _key.Rsa.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private string Token(
        string user = "ann", string issuer = "https://issuer.example", string audience = "taiji", DateTime? expires = null, DateTime? notBefore = null,
        string[]? groups = null, SigningCredentials? credentials = null)
    {
        var now = DateTime.UtcNow;
        var from = notBefore ?? (expires is { } end && end < now ? end.AddHours(-1) : now.AddMinutes(-1));
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer, Audience = audience, NotBefore = from, IssuedAt = from, Expires = expires ?? from.AddHours(2),
            Subject = new ClaimsIdentity([new Claim("sub", user), .. (groups ?? []).Select(g => new Claim("groups", g))]),
            SigningCredentials = credentials ?? new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });
    }

    private async Task<AuthenticationResult> AskAsync(string token, BearerAuthenticator? bearer = null) => await (bearer ?? _bearer).AuthenticateAsync(
        new TransportFacts { Transport = "test", Header = name => name == "Authorization" ? "Bearer " + token : null }, CancellationToken.None);

    private void WriteKeys(SecurityKey key)
    {
        // The public half only.
        var jwk = key switch
        {
            RsaSecurityKey rsa => JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.Rsa.ExportParameters(false)) { KeyId = rsa.KeyId }),
            ECDsaSecurityKey ec => JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(ec.ECDsa.ExportParameters(false))) { KeyId = ec.KeyId }),
            _ => throw new ArgumentException("unknown key"),
        };
        var members = new Dictionary<string, string?> { ["kty"] = jwk.Kty, ["kid"] = jwk.Kid, ["n"] = jwk.N, ["e"] = jwk.E, ["crv"] = jwk.Crv, ["x"] = jwk.X, ["y"] = jwk.Y };
        var text = string.Join(',', members.Where(m => m.Value is not null).Select(m => $"\"{m.Key}\":\"{m.Value}\""));
        File.WriteAllText(KeyFile, $"{{\"keys\":[{{{text}}}]}}");
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
