using System.Net;
using System.Runtime.CompilerServices;
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

    private static readonly ConditionalWeakTable<HttpContext, Gathered> Latest = [];
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Gathers them.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="transport">The protocol's name, as in <see cref="Datastores.Sessions.SessionIdentity.Transport"/>.</param>
    public static TransportFacts Of(HttpContext context, string transport)
    {
        ArgumentNullException.ThrowIfNull(context);
        string? authorization = context.Request.Headers.Authorization;
        var certificate = context.Request.IsHttps ? context.Connection.ClientCertificate : null;
        string? answers = context.Request.Headers[ChallengeHeader];
        var isPlain = certificate is null && answers is null;
        // A server uses its contexts again and again: mostly nothing is new in the connection's next request.
        if (isPlain && Latest.TryGetValue(context, out var latest) && latest.Is(context, transport, authorization)) return latest.Facts;
        var basic = BasicCredentials.Parse(authorization);
        var facts = new TransportFacts
        {
            Transport = transport,
            Source = SourceOf(context),
            User = basic?.User,
            Password = basic?.Password,
            Certificates = certificate is null ? [] : ClientsOf(context)?.ChainOf(certificate) ?? [],
            // Of the request that the context has when it is asked.
            Header = context.ValueOf,
            Answers = (IReadOnlyList<string>?)ParseAnswers(answers) ?? [],
        };
        if (isPlain) Latest.AddOrUpdate(context, new Gathered(authorization, facts with { IsRepeated = true }));
        return facts;
    }

    /// <summary>Where the client is; null for one on the same machine.</summary>
    /// <param name="context">The exchange.</param>
    internal static IPEndPoint? SourceOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null;

    private static string? ValueOf(this HttpContext context, string header) => context.Request.Headers.TryGetValue(header, out var values) ? (string?)values : null;

    // A configured port has CAs of its own.
    private static ClientCertificates? ClientsOf(HttpContext context) =>
        HandedConnections.Of(context) is { } handed ? handed.Tls?.Clients : context.RequestServices?.GetService<ClientCertificates>();

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

    private static List<string>? ParseAnswers(string? header)
    {
        if (header is null || Decode(header) is not { } text) return null;
        var answers = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Array) return null;
            foreach (var answer in document.RootElement.EnumerateArray()) answers.Add(answer.GetString() ?? "");
            return answers;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
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

    private sealed record Gathered(string? Authorization, TransportFacts Facts)
    {
        public bool Is(HttpContext context, string transport, string? authorization)
        {
            var connection = context.Connection;
            return ReferenceEquals(authorization, Authorization) && Facts.Transport == transport
                && (Facts.Source is { } source ? source.Port == connection.RemotePort && source.Address.Equals(connection.RemoteIpAddress) : connection.RemoteIpAddress is null);
        }
    }
}
