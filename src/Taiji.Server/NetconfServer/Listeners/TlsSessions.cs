using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.AccessControl.Logins;
using Taiji.Datastores.Sessions;
using Taiji.Netconf.Framing;
using Taiji.Server.Http;
using Taiji.Server.ListenPoints;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>
/// NETCONF sessions over TLS 1.2 or 1.3 with client certificates (RFC 7589): whoever has no certificate of a known authority, or one that is nobody's, is turned away before the hello.
/// </summary>
internal sealed class TlsSessions : ISessionTransport
{
    /// <summary>The transport's name in <see cref="SessionIdentity.Transport"/>.</summary>
    public const string TransportName = "netconf-tls";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly NetconfEndpoint _endpoint;
    private readonly NetconfTlsOptions _options;
    private readonly IUserAuthenticator _users;
    private readonly ClientCertificates _clients;
    private readonly ILogger _logger;
    private readonly Lazy<SslStreamCertificateContext> _certificate;
    private int _unauthenticated;

    public TlsSessions(NetconfEndpoint endpoint, NetconfTlsOptions options, IUserAuthenticator users, ILogger logger)
    {
        _endpoint = endpoint;
        _options = options;
        _users = users;
        _clients = new ClientCertificates(options.ClientAuthorities);
        _logger = logger;
        // The authorities' names are sent, so that a client with several certificates knows which one to choose.
        _certificate = new Lazy<SslStreamCertificateContext>(() => SslStreamCertificateContext.Create(
            options.Certificate!(), null, offline: true, SslCertificateTrust.CreateForX509Collection(options.ClientAuthorities, sendTrustInHandshake: true)));
    }

    /// <inheritdoc/>
    public bool IsAvailable(out string whyNot)
    {
        whyNot = _options switch
        {
            { Certificate: null } => "the server has no certificate",
            { ClientAuthorities.Count: 0 } => "no authority of client certificates is known",
            _ => "",
        };
        return whyNot.Length == 0;
    }

    /// <inheritdoc/>
    public async Task<bool> ServeAsync(Socket socket, TimeSpan? idleTimeout, CancellationToken cancellationToken)
    {
        var remote = Remote(socket);
        try
        {
            using var owned = socket;
            KeepAlive(socket);
            await using var stream = new SslStream(new NetworkStream(socket, ownsSocket: false), leaveInnerStreamOpen: false);
            if (await AuthenticateAsync(stream, remote, cancellationToken) is not { } accepted) return false;
            var identity = new SessionIdentity(accepted.User, TransportName) { Source = remote, Groups = accepted.Groups };
            await _endpoint.ServeAsync(new StreamTransport(stream), identity, cancellationToken, idleTimeout);
            await stream.ShutdownAsync().WaitAsync(CloseTimeout, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException or TimeoutException or CryptographicException
            or ObjectDisposedException or InvalidOperationException)
        {
            NetconfServerLog.TlsEnded(_logger, remote?.ToString() ?? "-", (e.InnerException ?? e).Message);
            return false;
        }
    }

    private static IPEndPoint? Remote(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint as IPEndPoint;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    // So that a peer that has vanished is noticed (RFC 8071 §4.1 asks it of persistent connections).
    private static void KeepAlive(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }

    /// <summary>The user, or null when the client isn't one.</summary>
    private async Task<AuthenticationResult.Accepted?> AuthenticateAsync(SslStream stream, IPEndPoint? remote, CancellationToken cancellationToken)
    {
        IReadOnlyList<X509Certificate2> path = [];
        try
        {
            if (Interlocked.Increment(ref _unauthenticated) > _options.MaxUnauthenticated)
            {
                NetconfServerLog.TlsRefused(_logger, remote?.ToString() ?? "-", $"{_options.MaxUnauthenticated} connections are in their handshake");
                return null;
            }

            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timer.CancelAfter(_options.HandshakeTimeout);
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = _certificate.Value,
                    ClientCertificateRequired = true,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    AllowRenegotiation = false,
                    RemoteCertificateValidationCallback = (_, certificate, given, _) => certificate is not null && TryValidate(certificate, given, out path),
                },
                timer.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _unauthenticated);
        }

        try
        {
            var facts = new TransportFacts { Transport = TransportName, Source = remote, Certificates = path };
            var user = await _users.AuthenticateAsync(facts, cancellationToken) as AuthenticationResult.Accepted;
            if (user is null) NetconfServerLog.TlsRefused(_logger, remote?.ToString() ?? "-", $"no user is mapped to the certificate of {path[0].Subject}");
            return user;
        }
        finally
        {
            foreach (var certificate in path) certificate.Dispose();
        }
    }

    private bool TryValidate(X509Certificate certificate, X509Chain? given, out IReadOnlyList<X509Certificate2> path)
    {
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        var chain = _clients.ChainOf(presented, given?.ChainPolicy.ExtraStore) ?? [];
        // What the handshake has lent is gone after it.
        path = [.. chain.Select(c => X509CertificateLoader.LoadCertificate(c.RawDataMemory.Span))];
        return path.Count > 0;
    }
}
