using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.Comet;

/// <summary>A method that makes a subscription.</summary>
/// <param name="name">Its name.</param>
/// <param name="parameters">Its parameters beside <c>comet_id</c> and <c>handle</c>.</param>
internal abstract class SubscribeMethod(string name, params IReadOnlyList<Parameter> parameters)
    : JsonRpcMethod(name, [Parameter.Text("comet_id"), Parameter.Text("handle").Optional(), .. parameters])
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Answer("handle", call.Session.Comet.Add(call, Prepare(call)));
        return ValueTask.CompletedTask;
    }

    /// <summary>Checks the arguments, and gives what makes the subscription.</summary>
    /// <param name="call">The call.</param>
    protected abstract Func<string, string, CometChannel, MessageSource> Prepare(MethodCall call);
}

/// <summary>Subscribes to commits.</summary>
internal sealed class SubscribeChanges() : SubscribeMethod(
    "subscribe_changes", Parameter.Text("path"), Parameter.Boolean("skip_local_changes"), Parameter.Boolean("hide_changes"), Parameter.Boolean("hide_values"))
{
    /// <inheritdoc/>
    protected override Func<string, string, CometChannel, MessageSource> Prepare(MethodCall call)
    {
        var path = call.Path();
        var arguments = call.Arguments;
        return (handle, id, channel) => new ChangeSubscription(handle, call.Server.Changes)
        {
            Session = call.Session,
            CometId = id,
            Channel = channel,
            Parameters = arguments.ToString(),
            Path = path.IsRoot ? null : path,
            PathText = arguments.Text("path"),
            SkipsLocal = arguments.Flag("skip_local_changes"),
            HidesChanges = arguments.Flag("hide_changes"),
            HidesValues = arguments.Flag("hide_values"),
        };
    }
}

/// <summary>Refuses: state is what providers tell when they are asked, and isn't kept where changes would be seen.</summary>
internal sealed class SubscribeCdbOper() : SubscribeMethod("subscribe_cdboper", Parameter.Text("path"))
{
    /// <inheritdoc/>
    protected override Func<string, string, CometChannel, MessageSource> Prepare(MethodCall call)
    {
        call.Path();
        throw new JsonRpcException(ErrorKind.CdbOperationalNotEnabled, "state is asked of its providers, not stored: subscribe_poll_leaf looks at a leaf from time to time");
    }
}

/// <summary>Subscribes to a leaf's value, looked at from time to time.</summary>
internal sealed class SubscribePollLeaf() : SubscribeMethod("subscribe_poll_leaf", Parameter.Integer("th"), Parameter.Text("path"), Parameter.Integer("interval", 0, 3600))
{
    /// <inheritdoc/>
    protected override Func<string, string, CometChannel, MessageSource> Prepare(MethodCall call)
    {
        var path = call.PathOf<LeafNode>("leaf");
        var transaction = call.Session.Transactions.Find(call.Arguments.Integer("th"));
        var interval = TimeSpan.FromSeconds(call.Arguments.Integer("interval"));
        return (handle, id, channel) => new LeafPolling(handle, call.Server, call.Session, transaction)
        {
            CometId = id, Channel = channel, Parameters = call.Arguments.ToString(), Path = path, Interval = interval,
        };
    }
}

/// <summary>Looks at a leaf from time to time, and sends its value; with an interval of 0, once.</summary>
/// <param name="handle">Its handle.</param>
/// <param name="server">The server.</param>
/// <param name="session">Whose it is: its end is the subscription's.</param>
/// <param name="transaction">Where it looks.</param>
internal sealed class LeafPolling(string handle, JsonRpcServer server, WebSession session, WebTransaction transaction) : MessageSource(handle, "subscribe_poll_leaf")
{
    private readonly CancellationTokenSource _stopped = CancellationTokenSource.CreateLinkedTokenSource(session.Closed);

    public required DataPath Path { get; init; }

    public required TimeSpan Interval { get; init; }

    /// <inheritdoc/>
    public override void Stop()
    {
        try
        {
            _stopped.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    /// <inheritdoc/>
    protected override void OnStart() => _ = Task.Run(RunAsync);

    private async Task RunAsync()
    {
        try
        {
            // The end of the transaction is the end of looking into it.
            while (transaction.IsOpen)
            {
                await LookAsync().ConfigureAwait(false);
                if (Interval <= TimeSpan.Zero) return;
                await Task.Delay(Interval, server.Time, _stopped.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Unsubscribed, or the session has ended.
        }
        finally
        {
            Ended();
            _stopped.Dispose();
        }
    }

    private async ValueTask LookAsync()
    {
        try
        {
            var tree = Path.Node.IsConfig ? transaction.Content : await transaction.WithStateAsync(Path, _stopped.Token).ConfigureAwait(false);
            // By the rules as they are now.
            if (tree.TryFindInUse(Path, server.Readable(session), out var node)) Send(server.Names.Text(node));
        }
        catch (RpcErrorException)
        {
            // A provider that fails now may answer the next time.
        }
    }
}

/// <summary>A subscription whose news come by an event.</summary>
/// <param name="handle">Its handle.</param>
/// <param name="tag">The method that made it.</param>
/// <param name="start">Begins to listen, given whom to tell; gives what ends it.</param>
internal sealed class EventSubscription(string handle, string tag, Func<MessageSource, Action> start) : MessageSource(handle, tag)
{
    private Action? _stop;

    /// <inheritdoc/>
    public override void Stop() => Interlocked.Exchange(ref _stop, null)?.Invoke();

    /// <inheritdoc/>
    protected override void OnStart() => _stop = start(this);
}

/// <summary>Subscribes to the responses of batches.</summary>
internal sealed class SubscribeJsonRpcBatch() : SubscribeMethod("subscribe_jsonrpc_batch")
{
    /// <inheritdoc/>
    protected override Func<string, string, CometChannel, MessageSource> Prepare(MethodCall call)
    {
        var session = call.Session;
        return (handle, id, channel) => new EventSubscription(handle, Name, source =>
        {
            session.Answered += source.Send;
            return () => session.Answered -= source.Send;
        })
        {
            CometId = id, Channel = channel, Parameters = call.Arguments.ToString(),
        };
    }
}

/// <summary>Subscribes to upgrades of the data models; the schema is compiled when the server starts, so that there are none while it runs.</summary>
internal sealed class SubscribeUpgrade() : SubscribeMethod("subscribe_upgrade")
{
    /// <inheritdoc/>
    protected override Func<string, string, CometChannel, MessageSource> Prepare(MethodCall call) =>
        (handle, id, channel) => new EventSubscription(handle, Name, _ => static () => { }) { CometId = id, Channel = channel, Parameters = call.Arguments.ToString() };
}

/// <summary>Subscribes to users that come and go, and to what they say.</summary>
internal sealed class SubscribeMessages() : SubscribeMethod("subscribe_messages")
{
    /// <inheritdoc/>
    protected override Func<string, string, CometChannel, MessageSource> Prepare(MethodCall call)
    {
        var hub = call.Server.Messages;
        var session = call.Session;
        return (handle, id, channel) => new EventSubscription(handle, Name, source => hub.Add(session, source)) { CometId = id, Channel = channel, Parameters = call.Arguments.ToString() };
    }
}

/// <summary>Says something to a user, or to all.</summary>
internal sealed class SendMessage() : JsonRpcMethod("send_message", Parameter.Text("to"), Parameter.Text("message"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Server.Messages.Say(call.Session.Datastores.User, call.Arguments.Text("to"), call.Arguments.Text("message"));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Subscribes to the spans of commits and actions.</summary>
internal sealed class SubscribeProgressTrace() : SubscribeMethod(
    "subscribe_progress_trace", Parameter.OneOf("verbosity", "normal", "verbose", "very_verbose", "debug").Optional(), Parameter.Text("filter_context").Optional())
{
    /// <inheritdoc/>
    protected override Func<string, string, CometChannel, MessageSource> Prepare(MethodCall call)
    {
        var progress = call.Server.Progress;
        var interest = new ProgressInterest(call.Session, ProgressInterest.DetailOf(call.Arguments.Text("verbosity", "normal")), call.Arguments.OptionalText("filter_context"));
        return (handle, id, channel) => new EventSubscription(handle, Name, source => progress.Add(source, interest)) { CometId = id, Channel = channel, Parameters = call.Arguments.ToString() };
    }
}
