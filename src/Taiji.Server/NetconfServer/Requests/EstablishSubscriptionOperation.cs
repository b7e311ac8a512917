using System.Globalization;
using Taiji.Datastores.Store;
using Taiji.Netconf;
using Taiji.Netconf.Messages;
using Taiji.Netconf.Serving;
using Taiji.Server.NetconfServer.Subscriptions;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>establish-subscription (RFC 8639 §2.4.2, RFC 8641 §4.4.1).</summary>
internal sealed class EstablishSubscriptionOperation(OperationContext context, NetconfServerSession session, SubscriptionTerms terms) : INetconfOperation
{
    private const int MostOfASession = 64;

    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        string? stream = null;
        DateTimeOffset? replay = null;
        var reader = new SubscriptionTermsReader(context);
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            if (reader.TryRead(parameters)) continue;
            if (parameters.Name == "stream") stream = parameters.ReadText();
            else if (parameters.Name == "replay-start-time") replay = SubscriptionTermsReader.ReadTime(parameters, "replay-start-time");
            else if (parameters.Name == "encoding") CheckEncoding(parameters.ReadText());
            else throw parameters.Unknown();
        }

        if (replay is not null && stream is not null) throw SubscriptionErrors.ReplayUnsupported(stream);
        return new EstablishSubscriptionOperation(context, request.Session, Check(context, reader.Terms with { Stream = stream }));
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (terms.StopTime <= context.Time.GetUtcNow()) throw ProtocolErrors.InvalidValue("stop-time is not later than now.");
        if (context.Established.Of(session).Count() >= MostOfASession) throw SubscriptionErrors.TooMany(MostOfASession);
        var feed = terms.Stream is { } stream ? await OpenStreamAsync(stream) : new PushFeed(context).RunAsync;
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var subscription = new DynamicSubscription(context, session, terms, feed);
        context.Established.Add(subscription);
        session.HasSubscription = true;
        subscription.Start(begin.Task);
        return NetconfReply.OutputThen(
            (output, _) =>
            {
                output.WriteElement("id", subscription.Id.ToString(CultureInfo.InvariantCulture), $" xmlns=\"{NetconfNamespaces.SubscribedNotifications}\"");
                return default;
            },
            begin.SetResult);
    }

    private async Task<Func<DynamicSubscription, CancellationToken, Task>> OpenStreamAsync(string stream)
    {
        var leave = CancellationTokenSource.CreateLinkedTokenSource(session.Ended);
        var records = context.Operations.SubscribeAsync(context.Session, stream, leave.Token).GetAsyncEnumerator(leave.Token);
        // The first step subscribes, and finds out whether there is such a stream.
        var first = records.MoveNextAsync().AsTask();
        if (first.IsFaulted)
        {
            leave.Dispose();
            await first;
        }

        return new StreamFeed(records, first, leave).RunAsync;
    }

    private static SubscriptionTerms Check(OperationContext context, SubscriptionTerms terms)
    {
        if (terms.Stream is null && terms.Datastore is null) throw ProtocolErrors.MissingElement("stream", "A subscription is to a <stream> or a <datastore>.");
        if (terms.Stream is not null && terms.Datastore is not null) throw ProtocolErrors.InvalidValue("A subscription is to a stream or a datastore, not to both.");
        if (terms.Period is not null && terms.IsOnChange) throw ProtocolErrors.InvalidValue("A subscription is periodic or on change, not both.");
        var isPush = terms.Period is not null || terms.IsOnChange;
        if (terms.Datastore is not null && !isPush) throw ProtocolErrors.MissingElement("periodic", "A subscription to a datastore is <periodic> or <on-change>.");
        if (terms.Stream is not null && isPush) throw ProtocolErrors.InvalidValue("Only a subscription to a datastore is periodic or on change.");
        return terms.IsOnChange && terms.Datastore != Datastore.Running
            ? throw SubscriptionErrors.OnChangeUnsupported("Changes are told of running only.") : terms;
    }

    private static void CheckEncoding(string text)
    {
        if (text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..] != "encode-xml") throw SubscriptionErrors.EncodingUnsupported(text);
    }
}
