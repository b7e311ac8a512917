using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Taiji.Datastores.AccessControl.Logins;

/// <summary>What a transport knows of a client: an authenticator looks at what it understands of it.</summary>
public sealed record TransportFacts
{
    /// <summary>The transport, as in <see cref="Sessions.SessionIdentity.Transport"/>.</summary>
    public required string Transport { get; init; }

    /// <summary>The client's address, or null when local.</summary>
    public IPEndPoint? Source { get; init; }

    /// <summary>The user name claimed, or null.</summary>
    public string? User { get; init; }

    /// <summary>The clear-text password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>The public key whose possession the transport verifies, or null.</summary>
    public PublicKey? Key { get; init; }

    /// <summary>Whether the client only asks whether the key would do: nobody is let in by the answer, and it isn't counted.</summary>
    public bool IsOffer { get; init; }

    /// <summary>Whether the client has shown the same in an earlier request of its connection: to let it in again is no further login.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The client's certificate and those above it, as the transport has verified them; empty without one.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];

    /// <summary>The uid of the peer of a Unix socket, or null.</summary>
    public uint? PeerUid { get; init; }

    /// <summary>Gives a header of an HTTP request; null when there is none of that name.</summary>
    public Func<string, string?> Header { get; init; } = static _ => null;

    /// <summary>The answers to the prompts of an earlier <see cref="AuthenticationResult.Challenged"/>, in their order.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];
}

/// <summary>A public key.</summary>
/// <param name="Algorithm">Its algorithm, e.g. <c>ssh-ed25519</c>.</param>
/// <param name="Blob">As in RFC 4253 §6.6.</param>
public sealed record PublicKey(string Algorithm, ReadOnlyMemory<byte> Blob);
