using System.Buffers;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.NetconfServer.Subscriptions;

/// <summary>A data node as a YANG Patch names it (RFC 8072 §2.2): <c>/example-jukebox:jukebox/library/artist=Foo%20Fighters</c>.</summary>
internal static class PatchTarget
{
    /// <summary>The name.</summary>
    /// <param name="path">A path without positions.</param>
    public static string Of(DataPath path)
    {
        var text = new StringBuilder();
        YangModule? module = null;
        foreach (var step in path.Steps)
        {
            text.Append('/');
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
        text.Append(Uri.EscapeDataString(Encoding.UTF8.GetString(canonical.WrittenSpan)));
    }
}
