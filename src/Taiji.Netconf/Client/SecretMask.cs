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
            if (!IsTelling(tag)) continue;
            var text = message.IndexOf('<');
            if (text == 0) continue;
            if (!message.IsEmpty) output.Append("***");
            message = text < 0 ? default : message[text..];
        }

        if (length > Longest) output.Append($"… ({length} characters)");
        return output.ToString();
    }

    /// <summary>Whether text that ends in a start tag ends in one whose local name tells of a secret.</summary>
    private static bool IsTelling(ReadOnlySpan<char> textAndTag)
    {
        var start = textAndTag.LastIndexOf('<');
        if (start < 0 || textAndTag.EndsWith("/>")) return false;
        var name = textAndTag[(start + 1)..];
        if (name.IsEmpty || name[0] is '/' or '!' or '?') return false;
        name = TagName.LocalName(name);
        foreach (var telling in Telling)
        {
            if (name.Contains(telling, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
