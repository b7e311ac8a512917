using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Taiji.Clients.Restconf;

/// <summary>The encodings of RESTCONF (RFC 8040 §5.2).</summary>
public enum RestconfEncoding
{
    /// <summary><c>application/yang-data+json</c> (RFC 7951).</summary>
    Json,

    /// <summary><c>application/yang-data+xml</c>.</summary>
    Xml,
}

/// <summary>Where a RESTCONF server is, and how to speak with it.</summary>
public sealed record RestconfClientOptions
{
    /// <summary>The server, as <c>https://192.0.2.1</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>The API's root, as <c>/restconf</c>; null to ask the server (RFC 8040 §3.1).</summary>
    public string? Root { get; init; }

    /// <summary>The user's name for HTTP's Basic authentication; null for none.</summary>
    public string? User { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>This end's certificate with its key (RFC 8040 §2.5); null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The authorities that the server's certificate must come from; null for the system's. Its name is always checked.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The encoding that answers come in.</summary>
    public RestconfEncoding Encoding { get; init; }

    /// <summary>How long an answer may take; event streams have no limit.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Where requests and their outcome are told of at debug level, without bodies; null for nowhere.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The clock of the pauses between attempts to get an event stream back.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override string ToString() => Server.ToString();
}
