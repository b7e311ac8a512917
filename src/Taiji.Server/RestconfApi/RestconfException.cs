using Microsoft.AspNetCore.Http;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi;

/// <summary>An error whose status doesn't follow from its error-tag alone (RFC 8040 §7 gives some tags several).</summary>
internal sealed class RestconfException : Exception
{
    public RestconfException(int status, RpcError error)
        : base(error.ToString())
    {
        Status = status;
        Error = error;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>What the body says.</summary>
    public RpcError Error { get; }

    /// <summary>400 invalid-value: a malformed request.</summary>
    public static RestconfException BadRequest(string message) => new(StatusCodes.Status400BadRequest, Protocol(ErrorTag.InvalidValue, message));

    /// <summary>404 invalid-value: no such resource.</summary>
    public static RestconfException NotFound(string message) => new(StatusCodes.Status404NotFound, Protocol(ErrorTag.InvalidValue, message));

    /// <summary>406 invalid-value: no representation that the client accepts.</summary>
    public static RestconfException NotAcceptable(params ReadOnlySpan<string> offers) =>
        new(StatusCodes.Status406NotAcceptable, Protocol(ErrorTag.InvalidValue, $"The Accept header allows none of what the server sends here: {string.Join(", ", offers)}."));

    /// <summary>406: the media type of a draft that another replaced.</summary>
    public static RestconfException Collection() => new(StatusCodes.Status406NotAcceptable, Protocol(
        ErrorTag.InvalidValue,
        $"'application/yang-collection' is of draft-ietf-netconf-restconf-collection, which expired; lists are sent as {MediaTypes.YangDataJson} or {MediaTypes.YangDataXmlList}, and paged by limit, offset and cursor (draft-ietf-netconf-list-pagination-rc)."));

    /// <summary>503: RESTCONF is stopped.</summary>
    public static RestconfException Stopped() => new(StatusCodes.Status503ServiceUnavailable, Protocol(ErrorTag.OperationFailed, "RESTCONF is stopped here (taiji-restconf-server:process-control starts it again)."));

    /// <summary>405 operation-not-supported; the Allow header is set by whoever throws.</summary>
    public static RestconfException MethodNotAllowed(string method, string allow, string? why = null) =>
        new(StatusCodes.Status405MethodNotAllowed, Protocol(ErrorTag.OperationNotSupported, $"{method} is not supported by this resource{(why is null ? "" : $": {why}")}; it allows {allow}."));

    /// <summary>415: the body is in no encoding the server reads.</summary>
    public static RestconfException UnsupportedMediaType(string? contentType) =>
        new(StatusCodes.Status415UnsupportedMediaType, Protocol(
            ErrorTag.InvalidValue,
            (contentType is null ? "The body has no Content-Type" : "The body's Content-Type is not supported") + $"; expected {MediaTypes.YangDataJson} or {MediaTypes.YangDataXml} in UTF-8."));

    /// <summary>413 too-big.</summary>
    public static RestconfException TooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, Protocol(ErrorTag.TooBig, $"The body is larger than the {limit} bytes that the server takes."));

    /// <summary>An error of the protocol layer.</summary>
    public static RpcError Protocol(string tag, string message) => new() { Type = ErrorType.Protocol, Tag = tag, Message = message };
}
