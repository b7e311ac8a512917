using Taiji.Netconf;
using Taiji.Netconf.Serving;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>The rpcs of RFC 8639 §2.4 and RFC 8641 §4.4 over NETCONF (RFC 8640).</summary>
internal sealed class SubscriptionOperations(Func<ValueTask<NetconfReply>> execute) : INetconfOperation
{
    /// <summary>Reads establish-subscription.</summary>
    public static INetconfOperation ReadEstablish(OperationContext context, RpcRequest request)
    {
        var input = ReadInput(context, request);
        return new SubscriptionOperations(async () =>
        {
            if (context.Subscriptions.IsActive) throw ProtocolErrors.NotSupported("The session has a subscription by create-subscription (RFC 8640 §3).");
            var subscription = await context.Publisher.EstablishAsync(context.Receiver, input);
            request.Session.HasSubscription = true;
            _ = FollowAsync(context, request.Session, subscription.Completion);
            var output = context.Publisher.OutputOf(subscription);
            return NetconfReply.OutputThen((destination, cancel) => XmlDataWriter.WriteAsync(destination, output.Root, null, cancel), subscription.Begin);
        });
    }

    /// <summary>Reads modify-subscription.</summary>
    public static INetconfOperation ReadModify(OperationContext context, RpcRequest request) => Read(context, request, async input => await context.Publisher.ModifyAsync(context.Session, input));

    /// <summary>Reads delete-subscription.</summary>
    public static INetconfOperation ReadDelete(OperationContext context, RpcRequest request) => Read(context, request, input => context.Publisher.DeleteAsync(context.Session, input));

    /// <summary>Reads kill-subscription.</summary>
    public static INetconfOperation ReadKill(OperationContext context, RpcRequest request) => Read(context, request, context.Publisher.KillAsync);

    /// <summary>Reads resync-subscription.</summary>
    public static INetconfOperation ReadResync(OperationContext context, RpcRequest request) => Read(context, request, input =>
    {
        context.Publisher.Resync(context.Session, input);
        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken) => execute();

    private static SubscriptionOperations Read(OperationContext context, RpcRequest request, Func<DataTree, Task> execute)
    {
        var input = ReadInput(context, request);
        return new SubscriptionOperations(async () =>
        {
            await execute(input);
            return NetconfReply.Ok;
        });
    }

    /// <summary>Without subscriptions a session is idle again.</summary>
    private static async Task FollowAsync(OperationContext context, NetconfServerSession session, Task completion)
    {
        await completion;
        session.HasSubscription = context.Publisher.Of(context.Receiver).Any();
    }

    private static DataTree ReadInput(OperationContext context, RpcRequest request)
    {
        KnownAttributes.Demand(request.Reader);
        var (ns, name) = (request.Reader.NamespaceURI, request.Reader.LocalName);
        return context.Schema.FindModuleByNamespace(ns) is { } module && context.Schema.Root.FindChild(module, name) is OperationNode rpc
            ? context.InputReader.ReadTree(request.Reader, rpc.Input) : throw ProtocolErrors.NotSupported($"{name} is not supported by this server.");
    }
}
