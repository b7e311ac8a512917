using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Taiji.Netconf.Client;
using Taiji.Netconf.Client.Vendors;

namespace Taiji.Clients.Connecting;

/// <summary>NETCONF over TLS with certificates of both ends (RFC 7589), TLS 1.2 or 1.3. The server's chain and name are verified unless said otherwise.</summary>
public sealed record TlsTarget : NetconfTarget
{
    /// <summary>The port that IANA gave NETCONF over TLS.</summary>
    public const int DefaultPort = 6513;

    /// <summary>The device's name or address; empty for call home from anywhere.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>This end's certificate with its private key, <see cref="LoadCertificate"/>; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The authorities that the device's certificate must come from, <see cref="LoadAuthorities"/>; null for the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The name that the certificate must have (RFC 6125); null for <see cref="Host"/>.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether the certificate must have the name. Without, anybody's certificate from the authorities passes for the device.</summary>
    public bool ChecksServerName { get; init; } = true;

    /// <summary>Fingerprints (SHA-256, hexadecimal) of certificates that are trusted whatever their chain and name, and besides which none is; empty to go by chain and name.</summary>
    public IReadOnlyList<string> PinnedCertificates { get; init; } = [];

    /// <summary>The versions of TLS.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Whether certificates that were revoked are looked for, and where.</summary>
    public X509RevocationMode Revocation { get; init; } = X509RevocationMode.NoCheck;

    /// <summary>How long the connection may be silent before TCP asks whether the device is there; zero for never.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public override string Name => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Reads a certificate with its key: PEM (two files, or one with both) or PKCS #12.</summary>
    /// <param name="certificateFile">The certificate's file.</param>
    /// <param name="keyFile">The key's file; null when it is in the same.</param>
    /// <param name="password">Of the key or the PKCS #12 file; null for none.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It can't be read.</exception>
    public static X509Certificate2 LoadCertificate(string certificateFile, string? keyFile = null, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(certificateFile);
        if (X509Certificate2.GetCertContentType(certificateFile) == X509ContentType.Pfx) return X509CertificateLoader.LoadPkcs12FromFile(certificateFile, password);
        return password is null
            ? X509Certificate2.CreateFromPemFile(certificateFile, keyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(certificateFile, password, keyFile);
    }

    /// <summary>Reads authorities from a PEM file.</summary>
    /// <param name="file">The file, with any number of certificates.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It can't be read.</exception>
    public static X509Certificate2Collection LoadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    /// <inheritdoc/>
    private protected override async Task<NetconfTransport> OpenAsync(Socket? socket, DeviceProfile profile, CancellationToken cancellationToken)
    {
        socket ??= await DialAsync(Host, Port, cancellationToken).ConfigureAwait(false);
        SocketKeepAlive.Configure(socket, KeepAlive);
        var peer = Host.Length > 0 ? Name : socket.RemoteEndPoint?.ToString();
        var trust = new TlsTrust(this);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsClientAsync(ToOptions(socket, trust), cancellationToken).ConfigureAwait(false);
            return new NetconfTransport(stream, peer);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (e is AuthenticationException) throw new AuthenticationException($"{peer}: {trust.Refusal ?? e.Message}", e);
            if (e is IOException) throw new IOException($"{peer} ended the TLS handshake: {e.Message}", e);
            throw;
        }
    }

    private SslClientAuthenticationOptions ToOptions(Socket socket, TlsTrust trust)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = ServerName ?? (Host.Length > 0 ? Host : (socket.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? ""),
            EnabledSslProtocols = Protocols,
            AllowRenegotiation = false,
            RemoteCertificateValidationCallback = trust.Validate,
            CertificateRevocationCheckMode = Revocation,
        };
        if (ClientCertificate is not null) options.ClientCertificateContext = SslStreamCertificateContext.Create(ClientCertificate, null, offline: true);
        if (Authorities is null) return options;
        options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = Revocation };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities);
        // Intermediate ones in the file help to build the chain; only self-signed ones can end it.
        options.CertificateChainPolicy.ExtraStore.AddRange(Authorities);
        return options;
    }
}
