using System.Globalization;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.Subscriptions;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>delete-subscription, kill-subscription (RFC 8639 §2.4.4, §2.4.5), modify-subscription (§2.4.3) and resync-subscription (RFC 8641 §4.4.3).</summary>
internal sealed class SubscriptionOperations(Func<ValueTask<NetconfReply>> execute) : INetconfOperation
{
    /// <summary>Reads delete-subscription: one's own.</summary>
    public static INetconfOperation ReadDelete(OperationContext context, RpcRequest request)
    {
        var id = ReadId(context, request);
        return new SubscriptionOperations(async () =>
        {
            await Own(context, request, id).EndAsync();
            return NetconfReply.Ok;
        });
    }

    /// <summary>Reads kill-subscription: anybody's.</summary>
    public static INetconfOperation ReadKill(OperationContext context, RpcRequest request)
    {
        var id = ReadId(context, request);
        return new SubscriptionOperations(async () =>
        {
            await (context.Established.Find(id) ?? throw SubscriptionErrors.NoSuchSubscription(id)).EndAsync("no-such-subscription");
            return NetconfReply.Ok;
        });
    }

    /// <summary>Reads resync-subscription.</summary>
    public static INetconfOperation ReadResync(OperationContext context, RpcRequest request)
    {
        var id = ReadId(context, request);
        return new SubscriptionOperations(() =>
        {
            if (context.Established.Find(id) is not { Terms.IsOnChange: true } found || found.Session != request.Session) throw SubscriptionErrors.NoSuchSubscriptionToResync(id);
            found.Resync();
            return new ValueTask<NetconfReply>(NetconfReply.Ok);
        });
    }

    /// <summary>Reads modify-subscription: what it doesn't say stays; what a subscription is to can't be changed.</summary>
    public static INetconfOperation ReadModify(OperationContext context, RpcRequest request)
    {
        uint? id = null;
        var reader = new SubscriptionTermsReader(context);
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            if (parameters.Name == "id") id = ParseId(parameters.ReadText());
            else if (!reader.TryRead(parameters)) throw parameters.Unknown();
        }

        var number = id ?? throw MissingId();
        return new SubscriptionOperations(() =>
        {
            var subscription = Own(context, request, number);
            subscription.Modify(Merge(context, subscription.Terms, reader.Terms));
            return new ValueTask<NetconfReply>(NetconfReply.Ok);
        });
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken) => execute();

    private static SubscriptionTerms Merge(OperationContext context, SubscriptionTerms old, SubscriptionTerms given)
    {
        if (given.Datastore is { } datastore && datastore != old.Datastore) throw ProtocolErrors.InvalidValue("What a subscription is to can't be modified.");
        if ((given.Period is not null && old.Period is null) || (given.IsOnChange && !old.IsOnChange))
            throw ProtocolErrors.InvalidValue("Whether a subscription is periodic or on change can't be modified.");
        if (given.StopTime <= context.Time.GetUtcNow()) throw ProtocolErrors.InvalidValue("stop-time is not later than now.");
        return old with
        {
            Filter = given.Filter ?? old.Filter,
            StopTime = given.StopTime ?? old.StopTime,
            Period = given.Period ?? old.Period,
            Anchor = given.Period is null ? old.Anchor : given.Anchor,
            Dampening = given.IsOnChange ? given.Dampening : old.Dampening,
        };
    }

    private static DynamicSubscription Own(OperationContext context, RpcRequest request, uint id) =>
        context.Established.Find(id) is { } found && found.Session == request.Session ? found : throw SubscriptionErrors.NoSuchSubscription(id);

    private static uint ReadId(OperationContext context, RpcRequest request)
    {
        uint? id = null;
        var parameters = context.Parameters(request);
        while (parameters.Read()) id = parameters.Name == "id" ? ParseId(parameters.ReadText()) : throw parameters.Unknown();
        return id ?? throw MissingId();
    }

    private static RpcErrorException MissingId() => ProtocolErrors.MissingElement("id", "The subscription's <id> is missing.");

    private static uint ParseId(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id : throw ProtocolErrors.InvalidValue($"\"{text}\" is no subscription's id: expected a number.");
}
