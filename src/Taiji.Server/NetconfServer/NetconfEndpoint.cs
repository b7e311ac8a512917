using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Sessions;
using Taiji.Datastores;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Serving;
using Taiji.Netconf;
using Taiji.Server.NetconfServer.Urls;
using Taiji.Server.Subscriptions;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer;

/// <summary>Serves NETCONF sessions over whichever transport brings them: where listeners hand over.</summary>
public sealed class NetconfEndpoint : IDisposable
{
    private readonly Operations _operations;
    private readonly NetconfServerOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly YangLibrary _library;
    private readonly SubscriptionPublisher _publisher;
    private readonly UrlStore _urls;
    private volatile CapabilitySet _capabilities = new();
    private int _open;

    /// <summary>Makes the endpoint.</summary>
    /// <param name="operations">The floor below.</param>
    /// <param name="options">Limits.</param>
    /// <param name="loggers">Where sessions are told of.</param>
    /// <param name="time">The clock of the time-outs; null for the system's.</param>
    /// <param name="publisher">Establishes subscriptions; null for one that only this endpoint uses.</param>
    /// <param name="library">The YANG library; null for one that knows no locations.</param>
    public NetconfEndpoint(
        Operations operations, IOptions<NetconfServerOptions> options, ILoggerFactory loggers, TimeProvider? time = null, SubscriptionPublisher? publisher = null,
        YangLibrary? library = null)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentNullException.ThrowIfNull(options);
        _operations = operations;
        _options = options.Value;
        _logger = loggers.CreateLogger("Taiji.Netconf");
        _time = time ?? TimeProvider.System;
        _publisher = publisher ?? new SubscriptionPublisher(operations, loggers, _time);
        _urls = new UrlStore(_options.Urls);
        _library = library ?? new YangLibrary(operations.Schema, operations.Datastores, new ModuleLocations());
        _library.Watch(Advertise);
    }

    /// <summary>The sessions open now.</summary>
    public int SessionCount => Volatile.Read(ref _open);

    /// <summary>Serves one session to its end; never throws.</summary>
    /// <param name="transport">The bytes both ways; completed when the session ends, and then the caller closes what is beneath.</param>
    /// <param name="identity">Who it is, as the transport found out.</param>
    /// <param name="cancellationToken">The server stops.</param>
    /// <param name="idleTimeout">How long it may stay without an rpc; null for <see cref="NetconfServerOptions.IdleTimeout"/>.</param>
    public async Task ServeAsync(IDuplexPipe transport, SessionIdentity identity, CancellationToken cancellationToken, TimeSpan? idleTimeout = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(identity);
        // A socket for both families tells IPv4 addresses in IPv6's clothes.
        if (identity.Source is { Address.IsIPv4MappedToIPv6: true } source) identity = identity with { Source = new IPEndPoint(source.Address.MapToIPv4(), source.Port) };
        try
        {
            if (Interlocked.Increment(ref _open) <= _options.MaxSessions && TryOpen(identity) is { } session) await RunAsync(transport, session, idleTimeout ?? _options.IdleTimeout, cancellationToken);
            else await RefuseAsync(transport, identity);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _urls.Dispose();

    // They name the library's content-id (RFC 8525 §3).
    private void Advertise(LibraryEdition edition)
    {
        _capabilities = ServerCapabilities.For(_operations.Schema, _operations.Datastores, _urls.Schemes, edition.ContentId);
        _operations.TellCapabilities([.. _capabilities.Select(c => c.ToString())]);
    }

    private CapabilitySet ShowCapabilities()
    {
        // Whoever is shown them is shown an edition of the library.
        _ = _library.Current;
        return _capabilities;
    }

    private Session? TryOpen(SessionIdentity identity)
    {
        try
        {
            return _operations.Sessions.Open(identity);
        }
        catch (RpcErrorException)
        {
            // Too many are open, in all or of this user.
            return null;
        }
    }

    private async Task RunAsync(IDuplexPipe transport, Session opened, TimeSpan idleTimeout, CancellationToken cancellationToken)
    {
        using var session = opened;
        var identity = session.Identity;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(session.Closed, cancellationToken);
        var subscriptions = new SubscriptionSlot();
        var receiver = new SessionReceiver(session);
        var context = new OperationContext(_operations, session, _options.MaxDepth, subscriptions, _logger)
        {
            Time = _time,
            Publisher = _publisher,
            Receiver = receiver,
            Urls = _urls,
            Local = new LocalSession(session, _options.Credentials, [.. _options.TrustedUsers]),
        };
        using var netconf = new NetconfServerSession(transport, new NetconfSessionSetup
        {
            SessionId = session.Id,
            Established = peer => session.HasPrivateCandidate = _operations.Datastores.Candidate && peer.Has(CapabilityUris.PrivateCandidate),
            Capabilities = ShowCapabilities(),
            Operations = new SessionOperations(context),
            Schema = _operations.Schema,
            Options = _options.ToSessionOptions() with { IdleTimeout = idleTimeout },
            Counters = new Counters(session.Counters),
            Time = _time,
            Logger = _logger,
        });
        receiver.Messages = netconf;
        NetconfServerLog.Opened(_logger, session.Id, identity.User, identity.Transport, identity.Source?.ToString() ?? "this machine");
        await netconf.RunAsync(ends.Token);
        session.Close(EndOf(netconf.Outcome));
        await subscriptions.Completion;
        foreach (var established in _publisher.Of(receiver)) await established.Completion;
    }

    private static SessionEnd EndOf(SessionOutcome? outcome) => outcome switch
    {
        SessionOutcome.Closed => SessionEnd.Closed,
        SessionOutcome.Dropped => SessionEnd.Dropped,
        SessionOutcome.TimedOut => SessionEnd.Timeout,
        SessionOutcome.BadHello => SessionEnd.BadHello,
        _ => SessionEnd.Other,
    };

    private async Task RefuseAsync(IDuplexPipe transport, SessionIdentity identity)
    {
        NetconfServerLog.TooManySessions(_logger, identity.User, identity.Transport, _options.MaxSessions);
        await transport.Input.CompleteAsync();
        await transport.Output.CompleteAsync(new NetconfException("Too many sessions are open."));
    }

    private sealed class Counters(SessionCounters counters) : INetconfCounters
    {
        public void CountInRpc() => counters.CountInRpc();

        public void CountInBadRpc() => counters.CountInBadRpc();

        public void CountOutRpcError() => counters.CountOutRpcError();

        public void CountOutNotification() => counters.CountOutNotification();
    }
}
