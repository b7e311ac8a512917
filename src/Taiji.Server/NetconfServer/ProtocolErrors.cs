using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer;

/// <summary>The errors of the operations' layer (RFC 6241 App. A), for requests that are not as their operation is defined.</summary>
internal static class ProtocolErrors
{
    public static RpcErrorException MissingElement(string name, string message) => Element(ErrorTag.MissingElement, name, message);

    public static RpcErrorException BadElement(string name, string message) => Element(ErrorTag.BadElement, name, message);

    public static RpcErrorException UnknownElement(string name, string message) => Element(ErrorTag.UnknownElement, name, message);

    public static RpcErrorException UnknownNamespace(string name, string ns) => Of(
        ErrorTag.UnknownNamespace, $"No module has the namespace \"{ns}\".", new ErrorInfo("bad-element", name), new ErrorInfo("bad-namespace", ns));

    public static RpcErrorException MissingAttribute(string element, string attribute, string message) => Attribute(ErrorTag.MissingAttribute, element, attribute, message);

    public static RpcErrorException BadAttribute(string element, string attribute, string message) => Attribute(ErrorTag.BadAttribute, element, attribute, message);

    public static RpcErrorException UnknownAttribute(string element, string attribute, string message) => Attribute(ErrorTag.UnknownAttribute, element, attribute, message);

    public static RpcErrorException AccessDenied(string message) => Of(ErrorTag.AccessDenied, message);

    public static RpcErrorException NotSupported(string message) => Of(ErrorTag.OperationNotSupported, message);

    public static RpcErrorException InvalidValue(string message) => Of(ErrorTag.InvalidValue, message);

    public static RpcErrorException Failed(string message, string? appTag = null) => new(new RpcError
    {
        Type = ErrorType.Protocol,
        Tag = ErrorTag.OperationFailed,
        AppTag = appTag,
        Message = message,
    });

    private static RpcErrorException Element(string tag, string name, string message) => Of(tag, message, new ErrorInfo("bad-element", name));

    private static RpcErrorException Attribute(string tag, string element, string attribute, string message) =>
        Of(tag, message, new ErrorInfo("bad-attribute", attribute), new ErrorInfo("bad-element", element));

    private static RpcErrorException Of(string tag, string message, params IReadOnlyList<ErrorInfo> info) =>
        new(new RpcError { Type = ErrorType.Protocol, Tag = tag, Message = message, Info = info });
}
