using Microsoft.Extensions.Logging;
using Taiji.Datastores.Sessions;
using Taiji.Datastores;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.Urls;
using Taiji.Server.Subscriptions;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer;

/// <summary>What an operation needs to know about where it is done.</summary>
/// <param name="Operations">The floor below.</param>
/// <param name="Session">On whose behalf.</param>
/// <param name="MaxDepth">The deepest nesting of elements.</param>
/// <param name="Subscriptions">The session's subscription.</param>
/// <param name="Logger">Where faults are told.</param>
internal sealed record OperationContext(Operations Operations, Session Session, int MaxDepth, SubscriptionSlot Subscriptions, ILogger Logger)
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Establishes subscriptions.</summary>
    public required SubscriptionPublisher Publisher { get; init; }

    /// <summary>The session as a receiver of subscriptions.</summary>
    public required SessionReceiver Receiver { get; init; }

    /// <summary>The user of each request.</summary>
    public LocalSession Local { get; init; } = new(Session, CredentialsMode.Except, []);

    /// <summary>The URLs that configurations may be at.</summary>
    public UrlStore? Urls { get; init; }

    /// <summary>Reads a <c>url</c> parameter (RFC 6241 §8.8).</summary>
    /// <param name="parameters">On it; left after its end.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">operation-not-supported: there are no URLs; invalid-value: not that one.</exception>
    public UrlResource Url(ParameterReader parameters)
    {
        if (Urls is not { IsAny: true }) throw ProtocolErrors.NotSupported("The capability :url is not advertised (RFC 6241 §8.8).");
        var text = parameters.ReadText();
        return new UrlResource(text, Urls.Find(text), MaxDepth);
    }

    /// <summary>The schema.</summary>
    public YangSchema Schema => Operations.Schema;

    /// <summary>Reads configuration.</summary>
    public XmlDataReader ConfigReader { get; } = new(Operations.Schema, new DataReadOptions { MaxDepth = MaxDepth });

    /// <summary>Reads the input of rpcs and actions, whose nodes are no configuration.</summary>
    public XmlDataReader InputReader { get; } = new(Operations.Schema, new DataReadOptions { MaxDepth = MaxDepth, AllowState = true });

    /// <summary>Begins to read an operation's parameters.</summary>
    /// <param name="request">The request.</param>
    /// <param name="repeatable">Those that may be given several times.</param>
    public ParameterReader Parameters(RpcRequest request, params string[] repeatable) => new(request.Reader, Schema, repeatable);
}
