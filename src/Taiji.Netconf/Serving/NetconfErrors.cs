using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Serving;

/// <summary>The errors of the messages' layer (RFC 6241 App. A).</summary>
internal static class NetconfErrors
{
    public static RpcError Malformed(bool isBase11, string message) => new()
    {
        Type = ErrorType.Rpc,
        // malformed-message is not for clients of base:1.0 (RFC 6241 App. A).
        Tag = isBase11 ? ErrorTag.MalformedMessage : ErrorTag.OperationFailed,
        Message = message,
    };

    public static RpcError ForBase10(RpcError error) =>
        error.Tag == ErrorTag.MalformedMessage ? error with { Tag = ErrorTag.OperationFailed } : error;

    public static RpcError TooBig(long limit) => new()
    {
        Type = ErrorType.Rpc,
        Tag = ErrorTag.TooBig,
        Message = $"The message is longer than the {limit} bytes that are taken.",
    };

    public static RpcError WrongOrder() => new()
    {
        Type = ErrorType.Protocol,
        Tag = ErrorTag.OperationFailed,
        Message = "A message as long as this one is read as it comes: parameters must come in the order of the operation's definition (RFC 7950 §7.14.4).",
    };

    public static RpcError MissingMessageId() => new()
    {
        Type = ErrorType.Rpc,
        Tag = ErrorTag.MissingAttribute,
        Message = "The rpc has no message-id.",
        Info = [new ErrorInfo("bad-attribute", "message-id"), new ErrorInfo("bad-element", "rpc")],
    };

    public static RpcError NoOperation() => new()
    {
        Type = ErrorType.Protocol,
        Tag = ErrorTag.MissingElement,
        Message = "The rpc holds no operation.",
        Info = [new ErrorInfo("bad-element", "rpcOperation")],
    };

    public static RpcError SecondOperation(string name) => new()
    {
        Type = ErrorType.Protocol,
        Tag = ErrorTag.UnknownElement,
        Message = "An rpc holds one operation.",
        Info = [new ErrorInfo("bad-element", name)],
    };

    public static RpcError Internal() => new()
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.OperationFailed,
        Message = "The server failed; its log says more.",
    };
}
