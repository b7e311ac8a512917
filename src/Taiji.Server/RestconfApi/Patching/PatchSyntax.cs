using Microsoft.AspNetCore.Http;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi.Patching;

/// <summary>What can be wrong with a YANG Patch before its edits are looked at: 400 with an <c>errors</c> body, since nothing can be said of single edits (RFC 8072 §2.7).</summary>
internal static class PatchSyntax
{
    public const string Namespace = "urn:ietf:params:xml:ns:yang:ietf-yang-patch";

    public static RestconfException Twice(string name) => Of(ErrorTag.BadElement, name, $"'{name}' is there twice.");

    public static RestconfException Unknown(string name, string parent) => Of(ErrorTag.UnknownElement, name, $"'{parent}' has no '{name}'.");

    public static RestconfException Unexpected(string name, string edit) => Of(ErrorTag.UnknownElement, name, $"'{name}' does not go with the operation of {edit}.");

    public static RestconfException Missing(string name, string parent) => Of(ErrorTag.MissingElement, name, $"'{name}' is missing in {parent}.");

    public static RestconfException Invalid(string name, string value, string expected) => Of(ErrorTag.InvalidValue, name, $"'{value}' is no value of '{name}'; expected {expected}.");

    public static RestconfException Malformed(string message) => new(StatusCodes.Status400BadRequest, RestconfException.Protocol(ErrorTag.MalformedMessage, message));

    private static RestconfException Of(string tag, string name, string message) =>
        new(StatusCodes.Status400BadRequest, RestconfException.Protocol(tag, "The YANG Patch: " + message) with { Info = [new ErrorInfo("bad-element", name)] });
}
