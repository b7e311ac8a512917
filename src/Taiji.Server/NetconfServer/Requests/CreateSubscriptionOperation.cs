using System.Globalization;
using Taiji.Server.Filters;
using Taiji.Datastores.Events;
using Taiji.Netconf;
using Taiji.Netconf.Serving;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>create-subscription (RFC 5277 §2.1.1).</summary>
internal sealed class CreateSubscriptionOperation : INetconfOperation
{
    private readonly OperationContext _context;
    private readonly NetconfServerSession _session;
    private string _stream = "NETCONF";
    private DataFilter? _filter;
    private DateTimeOffset? _startTime;
    private DateTimeOffset? _stopTime;

    private CreateSubscriptionOperation(OperationContext context, NetconfServerSession session)
    {
        _context = context;
        _session = session;
    }

    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        var operation = new CreateSubscriptionOperation(context, request.Session);
        var parameters = context.Parameters(request);
        while (parameters.Read())
        {
            switch (parameters.Name)
            {
                case "stream":
                    operation._stream = parameters.ReadText();
                    break;
                // In NETCONF's own namespace is where ncclient puts it.
                case "filter":
                case null when parameters.Is(NetconfNamespaces.Base, "filter"):
                    operation._filter = FilterParameter.Read(parameters, context);
                    break;
                case "startTime":
                    operation._startTime = ReadTime(parameters, "startTime");
                    break;
                case "stopTime":
                    operation._stopTime = ReadTime(parameters, "stopTime");
                    break;
                default:
                    throw parameters.Unknown();
            }
        }

        return operation;
    }

    /// <inheritdoc/>
    public ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        CheckTimes();
        if (_context.Publisher.Of(_context.Receiver).Any()) throw ProtocolErrors.NotSupported("The session has subscriptions by establish-subscription (RFC 8640 §3).");
        if (_context.Subscriptions.IsActive) throw ProtocolErrors.Failed("The session has a subscription already (RFC 5277 §6.5).");
        // Refused here and now when there is no such stream, or no replay of it.
        var items = _context.Operations.SubscribeAsync(_context.Session, new StreamRequest(_stream) { From = _startTime, Until = _stopTime }, _session.Ended);
        var records = items.GetAsyncEnumerator(_session.Ended);
        var first = records.MoveNextAsync().AsTask();
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _context.Subscriptions.Start(new NotificationSubscription(_session, records, first, _filter, _context.Logger), begin.Task);
        return new ValueTask<NetconfReply>(NetconfReply.OkThen(begin.SetResult));
    }

    private void CheckTimes()
    {
        if (_stopTime is not null && _startTime is null) throw ProtocolErrors.MissingElement("startTime", "stopTime needs a startTime (RFC 5277 §2.1.1).");
        if (_startTime is null) return;
        if (_stopTime == _startTime) throw ProtocolErrors.BadElement("stopTime", "stopTime is not later than startTime.");
        if (_startTime > _context.Time.GetUtcNow()) throw ProtocolErrors.BadElement("startTime", "startTime is later than now.");
        if (_stopTime < _startTime) throw ProtocolErrors.BadElement("stopTime", "stopTime is earlier than startTime.");
    }

    private static DateTimeOffset ReadTime(ParameterReader parameters, string name)
    {
        var text = parameters.ReadText();
        return text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw ProtocolErrors.BadElement(name, $"\"{text}\" is no date and time (RFC 3339).");
    }
}
