using System.Text;

namespace Taiji.Netconf.Client;

/// <summary>Messages for logs: what elements with telling names hold is masked, and long ones are cut.</summary>
internal static class SecretMask
{
    private const int Longest = 64 * 1024;

    private static readonly string[] Telling = ["password", "passphrase", "passwd", "secret", "private-key", "cleartext", "shared-key", "symmetric-key", "auth-key", "key-string", "community"];

    /// <summary>The message as a log may show it.</summary>
    /// <param name="message">XML, well-formed or not.</param>
    public static string Apply(ReadOnlySpan<char> message)
    {
        var length = message.Length;
        if (length > Longest) message = message[..Longest];
        var output = new StringBuilder(message.Length);
        while (!message.IsEmpty)
        {
            var end = message.IndexOf('>');
            var tag = end < 0 ? message : message[..(end + 1)];
            output.Append(tag);
            message = message[tag.Length..];
            var name = TellingName(tag);
            if (name.IsEmpty) continue;
            // All up to the end tag, whatever it is made of; without one, all there is.
            var close = message.IndexOf($"</{name}");
            if (close == 0 || message.IsEmpty) continue;
            output.Append("***");
            message = close < 0 ? default : message[close..];
        }

        if (length > Longest) output.Append($"… ({length} characters)");
        return output.ToString();
    }

    /// <summary>The qualified name of the start tag that text ends in, when its local name tells of a secret; empty otherwise.</summary>
    private static ReadOnlySpan<char> TellingName(ReadOnlySpan<char> textAndTag)
    {
        var start = textAndTag.LastIndexOf('<');
        if (start < 0 || textAndTag.EndsWith("/>")) return default;
        var tag = textAndTag[(start + 1)..];
        if (tag.IsEmpty || tag[0] is '/' or '!' or '?') return default;
        var local = TagName.LocalName(tag);
        foreach (var telling in Telling)
        {
            if (local.Contains(telling, StringComparison.OrdinalIgnoreCase)) return tag[..(tag.IndexOf(local) + local.Length)];
        }

        return default;
    }
}
