using System.Buffers;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Events.Log;

/// <summary>Notifications as they are kept in files: JSON, which a server with other modules can still make sense of.</summary>
internal sealed class NotificationCodec
{
    private static readonly DataWriteOptions Exact = new() { KeepsAnyContent = true };

    private readonly YangSchema _schema;
    private readonly Dictionary<string, NotificationNode> _notifications;
    private readonly JsonDataReader _reader;

    /// <summary>Makes it.</summary>
    /// <param name="schema">The schema.</param>
    public NotificationCodec(YangSchema schema)
    {
        _schema = schema;
        _notifications = schema.Nodes.OfType<NotificationNode>().ToDictionary(n => n.SchemaPath, StringComparer.Ordinal);
        _reader = new JsonDataReader(schema, new DataReadOptions { AllowState = true, TakesAnyContent = true });
    }

    /// <summary>Writes a notification's content.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="record">The notification.</param>
    public static void Encode(IBufferWriter<byte> destination, NotificationRecord record) => JsonDataWriter.Write(destination, record.Content.Root, Exact);

    /// <summary>A notification; null when the schema doesn't know it, or not in that shape.</summary>
    /// <param name="time">Its event time.</param>
    /// <param name="path">Its schema path.</param>
    /// <param name="target">The data node it belongs to; null for a top-level one.</param>
    /// <param name="content">Its content.</param>
    public NotificationRecord? Decode(DateTimeOffset time, string path, string? target, byte[] content)
    {
        if (!_notifications.TryGetValue(path, out var node)) return null;
        try
        {
            var tree = _reader.ReadTree(new ReadOnlySequence<byte>(content), node);
            return new NotificationRecord(time, tree, target is null ? null : DataPath.Parse(_schema, target));
        }
        catch (RpcErrorException)
        {
            return null;
        }
    }
}
