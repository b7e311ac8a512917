using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores.AccessControl.Logins;

namespace Taiji.Server.Http;

/// <summary>What an HTTP request shows of its client.</summary>
public static class HttpFacts
{
    /// <summary>In a 401: a JSON array of the texts asked for. In the request that comes again: a JSON array of the answers, in Base64.</summary>
    public const string ChallengeHeader = "Taiji-Challenge";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Gathers them.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="transport">The protocol's name, as in <see cref="Datastores.Sessions.SessionIdentity.Transport"/>.</param>
    public static TransportFacts Of(HttpContext context, string transport)
    {
        ArgumentNullException.ThrowIfNull(context);
        var address = context.Connection.RemoteIpAddress;
        var basic = BasicCredentials.Parse(context.Request.Headers.Authorization);
        var certificate = context.Request.IsHttps ? context.Connection.ClientCertificate : null;
        return new TransportFacts
        {
            Transport = transport,
            Source = address is null ? null : new IPEndPoint(address, context.Connection.RemotePort),
            User = basic?.User,
            Password = basic?.Password,
            Certificates = certificate is null ? [] : context.RequestServices?.GetService<ClientCertificates>()?.ChainOf(certificate) ?? [],
            Header = name => context.Request.Headers.TryGetValue(name, out var values) ? (string?)values : null,
            Answers = ParseAnswers(context.Request.Headers[ChallengeHeader]),
        };
    }

    /// <summary>The value of <see cref="ChallengeHeader"/> in a reply.</summary>
    /// <param name="challenge">What is asked.</param>
    public static string Challenge(AuthenticationResult.Challenged challenge)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var prompt in challenge.Prompts) writer.WriteStringValue(prompt.Text);
            writer.WriteEndArray();
        }

        return Encoding.ASCII.GetString(buffer.ToArray());
    }

    private static List<string> ParseAnswers(string? header)
    {
        var answers = new List<string>();
        if (header is null || Decode(header) is not { } text) return answers;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Array) return [];
            foreach (var answer in document.RootElement.EnumerateArray()) answers.Add(answer.GetString() ?? "");
            return answers;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string? Decode(ReadOnlySpan<char> encoded)
    {
        var octets = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, octets, out var length)) return null;
        try
        {
            return StrictUtf8.GetString(octets, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
