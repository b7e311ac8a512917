using System.Xml;
using Taiji.Netconf;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.TransactionIds;

/// <summary>The attributes that tell versions (draft-ietf-netconf-transaction-id), each a mechanism of its own.</summary>
internal static class TransactionId
{
    public const string Etag = "etag";
    public const string LastModified = "last-modified";

    /// <summary>What a client says that has no version, to be told all.</summary>
    public const string Request = "?";

    /// <summary>What stands for a version that is the client's own.</summary>
    public const string Match = "=";

    /// <summary>What stands for a version that isn't known yet.</summary>
    public const string Unknown = "!";

    /// <summary>The prefix in replies.</summary>
    public const string Prefix = "txid";

    /// <summary>Declares the prefix.</summary>
    public const string Declaration = $"xmlns:{Prefix}=\"{NetconfNamespaces.TransactionId}\"";

    /// <summary>The attribute of the element that the reader is on: mechanism and version; null without one.</summary>
    /// <param name="xml">On the element.</param>
    /// <exception cref="RpcErrorException">bad-attribute: it has both.</exception>
    public static (string Mechanism, string Version)? Find(XmlReader xml)
    {
        var (tag, time) = (xml.GetAttribute(Etag, NetconfNamespaces.TransactionId), xml.GetAttribute(LastModified, NetconfNamespaces.TransactionId));
        if (tag is not null && time is not null) throw Mixed(xml.LocalName);
        return tag is not null ? (Etag, tag) : time is not null ? (LastModified, time) : null;
    }

    /// <summary>The error for both mechanisms in one message, of which nothing could be said.</summary>
    /// <param name="element">Where the second one was found.</param>
    public static RpcErrorException Mixed(string element) =>
        ProtocolErrors.BadAttribute(element, LastModified, "A message tells versions by etag or by last-modified, not by both (draft-ietf-netconf-transaction-id).");
}
