using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Taiji.Netconf.Client;

/// <summary>What logs and traces hear of one request. Without a logger at debug level and without a listener to traces it costs nothing.</summary>
internal readonly struct RequestObservation : IDisposable
{
    private static readonly ActivitySource Source = new(NetconfClient.ActivitySourceName);

    private readonly ILogger? _logger;
    private readonly Activity? _activity;
    private readonly NetconfClientOptions _options;
    private readonly string _operation;
    private readonly uint _sessionId;
    private readonly long _messageId;
    private readonly long _began;

    private RequestObservation(NetconfClientOptions options, string operation, uint sessionId, long messageId)
    {
        _options = options;
        _sessionId = sessionId;
        _messageId = messageId;
        _operation = OperationName(operation);
        _logger = options.Logger is { } logger && logger.IsEnabled(LogLevel.Debug) ? logger : null;
        _activity = Source.StartActivity($"netconf {_operation}", ActivityKind.Client);
        _activity?.SetTag("netconf.operation", _operation).SetTag("netconf.session_id", sessionId).SetTag("server.address", options.PeerName);
        _began = options.Time.GetTimestamp();
        if (_logger is not null) ClientLog.Request(_logger, _sessionId, options.PeerName, _messageId, _operation, SecretMask.Apply(operation));
    }

    private TimeSpan Elapsed => _options.Time.GetElapsedTime(_began);

    public static RequestObservation Begin(NetconfClientOptions options, string operation, uint sessionId, long messageId) =>
        options.Logger is null && !Source.HasListeners() ? default : new RequestObservation(options, operation, sessionId, messageId);

    public void Replied(RpcReply reply)
    {
        if (_options is null) return;
        if (reply.IsFailure) _activity?.SetStatus(ActivityStatusCode.Error, reply.Errors[0].Tag);
        if (_logger is not null)
            ClientLog.Reply(_logger, _sessionId, _options.PeerName, _messageId, _operation, Elapsed.TotalMilliseconds, SecretMask.Apply(Encoding.UTF8.GetString(reply.Content.Span)));
    }

    public void Failed(Exception cause)
    {
        if (_options is null) return;
        _activity?.SetStatus(ActivityStatusCode.Error, cause.Message);
        if (_logger is not null) ClientLog.NoReply(_logger, _sessionId, _options.PeerName, _messageId, _operation, Elapsed.TotalMilliseconds, cause.Message);
    }

    public void Dispose() => _activity?.Dispose();

    /// <summary>The local name of the operation's element.</summary>
    internal static string OperationName(string operation)
    {
        var text = operation.AsSpan().TrimStart();
        return text.StartsWith("<") ? TagName.LocalName(text[1..]).ToString() : "rpc";
    }
}
