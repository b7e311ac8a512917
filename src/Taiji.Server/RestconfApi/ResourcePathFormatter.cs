using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.RestconfApi;

/// <summary>Writes a data path as a resource identifier (RFC 8040 §3.5.3): the reverse of <see cref="ResourcePathParser"/>.</summary>
internal static class ResourcePathFormatter
{
    /// <summary>E.g. <c>example-jukebox:jukebox/library/artist=Foo%20Fighters</c>, without a slash at its start.</summary>
    /// <param name="path">A path without positions.</param>
    public static string Format(DataPath path)
    {
        var text = new StringBuilder();
        foreach (var step in path.Steps)
        {
            if (text.Length > 0) text.Append('/');
            ApiIdentifier.Append(step.Node, text);
            if (step.Key is not { } key) continue;
            text.Append('=');
            if (step.Node is ListNode list) AppendKeys(path.Schema, list, key.Span, text);
            else if (step.Node is LeafListNode leafList) AppendValue(path.Schema, leafList.Type, key.Span, text);
        }

        return text.ToString();
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
        PercentEncoding.Append(canonical.WrittenSpan, text);
    }
}
