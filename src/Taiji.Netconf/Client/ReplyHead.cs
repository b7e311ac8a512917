using System.Buffers.Text;

namespace Taiji.Netconf.Client;

/// <summary>What a message turns out to be from its first bytes.</summary>
internal enum HeadKind
{
    /// <summary>More bytes are needed to tell.</summary>
    Incomplete,

    /// <summary>Something that only a parser can tell: comments, references, unusual prefixes, a fault.</summary>
    Unusual,

    /// <summary>Not a reply: a notification or something foreign.</summary>
    Other,

    /// <summary>A reply with data, or with nothing.</summary>
    Data,

    /// <summary>A reply whose first element is an error.</summary>
    Error,

    /// <summary>A reply of <c>ok</c> and nothing else.</summary>
    Ok,
}

/// <summary>Looks at the beginning of a message without a parser, which would cost more than most replies are long.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="MessageId">The reply's message-id, when it is one of this end's own.</param>
internal readonly record struct ReplyHead(HeadKind Kind, long? MessageId)
{
    private static ReadOnlySpan<byte> Blank => " \t\r\n"u8;

    /// <summary>Looks at a message.</summary>
    /// <param name="message">Its first bytes.</param>
    /// <param name="isWhole">Whether it has no more than them.</param>
    /// <param name="needsNamespace">Whether an <c>rpc-reply</c> in no namespace is none.</param>
    public static ReplyHead Scan(ReadOnlySpan<byte> message, bool isWhole, bool needsNamespace = true)
    {
        var missing = new ReplyHead(isWhole ? HeadKind.Unusual : HeadKind.Incomplete, null);
        var rest = message.TrimStart(Blank);
        if (rest.StartsWith("<?xml "u8))
        {
            var end = rest.IndexOf("?>"u8);
            if (end < 0) return missing;
            if (!IsUtf8(rest[..end])) return new ReplyHead(HeadKind.Unusual, null);
            rest = rest[(end + 2)..].TrimStart(Blank);
        }

        if (rest.Length < 2) return missing;
        if (rest[0] != '<' || rest[1] is (byte)'!' or (byte)'?') return new ReplyHead(HeadKind.Unusual, null);
        var close = rest.IndexOf((byte)'>');
        if (close < 0) return missing;
        var tag = rest[1..close];
        if (tag.EndsWith("/"u8) || !TrySplit(tag, out var prefix, out var local, out var attributes)) return new ReplyHead(HeadKind.Unusual, null);
        if (!local.SequenceEqual("rpc-reply"u8)) return new ReplyHead(HeadKind.Other, null);
        if (!TryReadAttributes(attributes, prefix, out var isBase, out var hasNamespace, out var id)) return new ReplyHead(HeadKind.Unusual, null);
        if (!isBase && (hasNamespace || needsNamespace)) return new ReplyHead(HeadKind.Unusual, null);
        var kind = ScanContent(rest[(close + 1)..], isWhole, prefix);
        return new ReplyHead(kind, id);
    }

    private static HeadKind ScanContent(ReadOnlySpan<byte> content, bool isWhole, ReadOnlySpan<byte> prefix)
    {
        content = content.TrimStart(Blank);
        var end = content.IndexOfAny((byte)'>', (byte)' ', (byte)'/');
        if (content.Length < 2 || end < 0 || (end == 1 && content.IndexOf((byte)'>') < 0)) return isWhole ? HeadKind.Unusual : HeadKind.Incomplete;
        if (content[0] != '<' || content[1] is (byte)'!' or (byte)'?') return HeadKind.Unusual;
        if (content[1] == '/') return HeadKind.Data;
        var name = content[1..end];
        var colon = name.IndexOf((byte)':');
        var isSamePrefix = name[..Math.Max(colon, 0)].SequenceEqual(prefix);
        var local = name[(colon + 1)..];
        if (local.SequenceEqual("rpc-error"u8)) return isSamePrefix ? HeadKind.Error : HeadKind.Unusual;
        if (!local.SequenceEqual("ok"u8)) return HeadKind.Data;
        return isWhole && isSamePrefix && IsPlainOk(content[end..], prefix) ? HeadKind.Ok : HeadKind.Unusual;
    }

    private static bool IsPlainOk(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> prefix)
    {
        if (!rest.StartsWith("/>"u8)) return false;
        rest = rest[2..].Trim(Blank);
        if (!rest.StartsWith("</"u8) || !rest.EndsWith(">"u8)) return false;
        rest = rest[2..^1].TrimEnd(Blank);
        if (!prefix.IsEmpty)
        {
            if (!rest.StartsWith(prefix) || rest.Length <= prefix.Length || rest[prefix.Length] != ':') return false;
            rest = rest[(prefix.Length + 1)..];
        }

        return rest.SequenceEqual("rpc-reply"u8);
    }

    private static bool TryReadAttributes(ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> prefix, out bool isBase, out bool hasNamespace, out long? id)
    {
        isBase = hasNamespace = false;
        id = null;
        while (!(attributes = attributes.TrimStart(Blank)).IsEmpty)
        {
            var equals = attributes.IndexOf((byte)'=');
            if (equals < 0 || equals + 1 >= attributes.Length) return false;
            var name = attributes[..equals];
            var quote = attributes[equals + 1];
            if (quote is not ((byte)'"' or (byte)'\'')) return false;
            var value = attributes[(equals + 2)..];
            var end = value.IndexOf(quote);
            if (end < 0 || value[..end].Contains((byte)'&') || value[..end].Contains((byte)'<')) return false;
            attributes = value[(end + 1)..];
            value = value[..end];
            if (name.SequenceEqual("message-id"u8))
            {
                // Somebody else's is for the parser to find out about.
                if (!Utf8Parser.TryParse(value, out long number, out var used) || used != value.Length || number < 0) return false;
                id = number;
            }
            else if (name.StartsWith("xmlns"u8) && (prefix.IsEmpty ? name.Length == 5 : name.Length > 6 && name[5] == ':' && name[6..].SequenceEqual(prefix)))
            {
                hasNamespace = true;
                isBase = value.SequenceEqual("urn:ietf:params:xml:ns:netconf:base:1.0"u8);
            }
        }

        return id is not null;
    }

    private static bool TrySplit(ReadOnlySpan<byte> tag, out ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> local, out ReadOnlySpan<byte> attributes)
    {
        var end = tag.IndexOfAny(Blank);
        var name = end < 0 ? tag : tag[..end];
        attributes = end < 0 ? default : tag[end..];
        var colon = name.IndexOf((byte)':');
        prefix = name[..Math.Max(colon, 0)];
        local = name[(colon + 1)..];
        return !local.IsEmpty && !name.ContainsAny("<\"'="u8);
    }

    private static bool IsUtf8(ReadOnlySpan<byte> declaration)
    {
        var at = declaration.IndexOf("encoding"u8);
        return at < 0 || declaration[at..].IndexOf("UTF-8"u8) > 0 || declaration[at..].IndexOf("utf-8"u8) > 0;
    }
}
