using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Taiji.Netconf.Messages;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.Subscriptions;

/// <summary>Writes a notification's element; one that belongs to a data node stands in the elements that lead there, with their keys (RFC 7950 §7.16.2).</summary>
internal static class NotificationContent
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="target">The data node it belongs to; null for a top-level notification.</param>
    /// <param name="content">Its content, rooted at the notification.</param>
    /// <param name="cancellationToken">The session ends.</param>
    public static async ValueTask WriteAsync(PipeWriter output, DataPath? target, DataTree content, CancellationToken cancellationToken)
    {
        if (target is not null) Open(output, target);
        var notification = content.RootNode;
        output.WriteRaw($"<{notification.Name} xmlns=\"{notification.Module.Namespace}\">");
        await XmlDataWriter.WriteAsync(output, content.Root, new DataWriteOptions { Around = notification.Module }, cancellationToken);
        output.WriteRaw($"</{notification.Name}>");
        if (target is not null) Close(output, target);
    }

    /// <summary>As the other one, all at once.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="target">The data node it belongs to; null for a top-level notification.</param>
    /// <param name="content">Its content, rooted at the notification.</param>
    public static void Write(IBufferWriter<byte> output, DataPath? target, DataTree content)
    {
        if (target is not null) Open(output, target);
        var notification = content.RootNode;
        output.WriteRaw($"<{notification.Name} xmlns=\"{notification.Module.Namespace}\">");
        XmlDataWriter.Write(output, content.Root, new DataWriteOptions { Around = notification.Module });
        output.WriteRaw($"</{notification.Name}>");
        if (target is not null) Close(output, target);
    }

    /// <summary>An event time.</summary>
    /// <param name="time">It.</param>
    public static string TimeOf(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", null);

    /// <summary>The keys of the list entry at a step; none where the step is no list's.</summary>
    /// <param name="target">The path.</param>
    /// <param name="depth">The step.</param>
    public static List<DataNode> KeysOf(DataPath target, int depth)
    {
        var keys = new List<DataNode>();
        if (target.Steps[depth].Node is not ListNode list) return keys;
        var path = new DataPath(target.Schema, target.Steps[..(depth + 1)]);
        var editor = DataTree.Empty(target.Schema).Edit();
        editor.Create(path);
        if (!editor.Seal().TryFind(path, out var entry)) return keys;
        foreach (var key in list.Keys)
        {
            if (entry.TryGetChild(key, out var leaf)) keys.Add(leaf);
        }

        return keys;
    }

    private static void Open(IBufferWriter<byte> output, DataPath target)
    {
        foreach (var step in target.Steps)
        {
            output.WriteRaw($"<{step.Node.Name} xmlns=\"{step.Node.Module.Namespace}\">");
            if (step is { Node: ListNode list, Key: { } key }) WriteKeys(output, target.Schema, list, key.Span);
        }
    }

    private static void WriteKeys(IBufferWriter<byte> output, YangSchema schema, ListNode list, ReadOnlySpan<byte> key)
    {
        var scratch = new byte[key.Length];
        for (var i = 0; i < list.Keys.Count; i++)
        {
            var text = new ArrayBufferWriter<byte>();
            var prefixes = new NamespaceDeclarations();
            list.Keys[i].Type.Format(KeyCodec.Take(list, i, ref key, scratch), ValueForm.Xml, schema, prefixes, text);
            output.WriteElement(list.Keys[i].Name, Encoding.UTF8.GetString(text.WrittenSpan), prefixes.ToMarkup());
        }
    }

    private static void Close(IBufferWriter<byte> output, DataPath target)
    {
        for (var i = target.Steps.Length - 1; i >= 0; i--) output.WriteRaw($"</{target.Steps[i].Node.Name}>");
    }
}
