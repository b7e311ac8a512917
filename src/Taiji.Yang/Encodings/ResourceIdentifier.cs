using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>
/// A data path as a resource identifier (RFC 8040 §3.5.3), which is also how a YANG Patch names its targets (RFC 8072 §2.2): <c>example-jukebox:jukebox/library/artist=Foo%20Fighters</c>.
/// </summary>
public static class ResourceIdentifier
{
    /// <summary>Writes a path, without a slash at its start.</summary>
    /// <param name="path">A path without positions.</param>
    public static string Format(DataPath path)
    {
        var text = new StringBuilder();
        YangModule? module = null;
        foreach (var step in path.Steps)
        {
            if (text.Length > 0) text.Append('/');
            if (step.Node.Module != module) text.Append(step.Node.Module.Name).Append(':');
            module = step.Node.Module;
            text.Append(step.Node.Name);
            if (step.Key is not { } key) continue;
            text.Append('=');
            if (step.Node is ListNode list) AppendKeys(path.Schema, list, key.Span, text);
            else if (step.Node is LeafListNode leafList) AppendValue(path.Schema, leafList.Type, key.Span, text);
        }

        return text.ToString();
    }

    /// <summary>Percent-encodes every octet that isn't unreserved (RFC 3986 §2.1, §2.3).</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="destination">Receives the encoded text.</param>
    public static void AppendEncoded(ReadOnlySpan<byte> utf8, StringBuilder destination)
    {
        foreach (var b in utf8)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~') destination.Append((char)b);
            else destination.Append('%').Append(Digit(b >> 4)).Append(Digit(b & 15));
        }
    }

    private static void AppendKeys(YangSchema schema, ListNode list, ReadOnlySpan<byte> key, StringBuilder text)
    {
        var scratch = new byte[key.Length];
        for (var i = 0; i < list.Keys.Count; i++)
        {
            if (i > 0) text.Append(',');
            AppendValue(schema, list.Keys[i].Type, KeyCodec.Take(list, i, ref key, scratch), text);
        }
    }

    private static void AppendValue(YangSchema schema, YangType type, ReadOnlySpan<byte> stored, StringBuilder text)
    {
        var canonical = new ArrayBufferWriter<byte>();
        type.Format(stored, ValueForm.Canonical, schema, null, canonical);
        AppendEncoded(canonical.WrittenSpan, text);
    }

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'A' + value - 10);
}
