using System.Globalization;
using Taiji.Netconf.Serving;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Server.NetconfServer;

/// <summary>The attributes of taiji-local-session: in its namespace, or in none.</summary>
internal static class MessageAttributes
{
    /// <summary>The module's namespace.</summary>
    public const string Namespace = "urn:taiji:local-session";

    /// <summary>An attribute of <c>rpc</c>, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="isLocal">Whether the session is a local one, which alone may use it.</param>
    /// <exception cref="RpcErrorException">unknown-attribute.</exception>
    public static string? OfRpc(RpcRequest request, string name, bool isLocal)
    {
        if (request.FindRpcAttribute(Namespace, name) is not { } value) return isLocal ? request.FindRpcAttribute("", name) : null;
        return isLocal ? value : throw Refused("rpc", name);
    }

    /// <summary>A boolean attribute of the operation's element.</summary>
    /// <param name="request">Its reader is on the operation.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="isLocal">Whether the session is a local one, which alone may use it.</param>
    /// <exception cref="RpcErrorException">unknown-attribute, bad-attribute.</exception>
    public static bool IsTrue(RpcRequest request, string name, bool isLocal) => Find(request, name, isLocal) == true;

    /// <summary>As <see cref="IsTrue"/>; null when the attribute isn't there.</summary>
    /// <param name="request">Its reader is on the operation.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="isLocal">Whether the session is a local one, which alone may use it.</param>
    /// <exception cref="RpcErrorException">unknown-attribute, bad-attribute.</exception>
    public static bool? Find(RpcRequest request, string name, bool isLocal)
    {
        var xml = request.Reader;
        if ((xml.GetAttribute(name, Namespace) ?? xml.GetAttribute(name)) is not { } text) return null;
        if (!isLocal) throw Refused(xml.LocalName, name);
        return text switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => throw ProtocolErrors.BadAttribute(xml.LocalName, name, $"{name} is \"{text}\", not true or false."),
        };
    }

    /// <summary>The attribute <c>attributes</c> of the operation's element: whether the attributes that nodes keep are in the reply.</summary>
    /// <param name="request">Its reader is on the operation.</param>
    /// <exception cref="RpcErrorException">bad-attribute.</exception>
    public static bool WithAttributes(RpcRequest request) => IsTrue(request, "attributes", isLocal: true);

    /// <summary>The attribute <c>content</c> of the operation's element.</summary>
    /// <param name="request">Its reader is on the operation.</param>
    /// <exception cref="RpcErrorException">bad-attribute.</exception>
    public static ContentFilter Content(RpcRequest request)
    {
        var xml = request.Reader;
        return (xml.GetAttribute("content", Namespace) ?? xml.GetAttribute("content")) switch
        {
            null or "all" => ContentFilter.All,
            "config" => ContentFilter.Config,
            "nonconfig" => ContentFilter.NonConfig,
            var text => throw ProtocolErrors.BadAttribute(xml.LocalName, "content", $"content is \"{text}\", not config, nonconfig or all."),
        };
    }

    /// <summary>The attribute <c>depth</c> of the operation's element; 0 for no limit.</summary>
    /// <param name="request">Its reader is on the operation.</param>
    /// <exception cref="RpcErrorException">bad-attribute.</exception>
    public static int Depth(RpcRequest request)
    {
        var xml = request.Reader;
        if ((xml.GetAttribute("depth", Namespace) ?? xml.GetAttribute("depth")) is not { } text) return 0;
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var depth) && depth > 0
            ? depth : throw ProtocolErrors.BadAttribute(xml.LocalName, "depth", $"depth is \"{text}\", not a number from 1 to 65535.");
    }

    /// <summary>The error for an attribute of local sessions on another one.</summary>
    /// <param name="element">The element that has it.</param>
    /// <param name="name">The attribute.</param>
    public static RpcErrorException Refused(string element, string name) =>
        ProtocolErrors.UnknownAttribute(element, name, $"The attribute {name} is for local sessions.");
}
