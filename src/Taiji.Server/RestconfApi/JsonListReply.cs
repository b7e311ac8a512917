using System.Buffers;
using Microsoft.AspNetCore.Http;
using System.IO.Pipelines;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>Writes all entries of a list or leaf-list as one JSON member (RFC 8040 §4.3).</summary>
internal static class JsonListReply
{
    public static async ValueTask WriteAsync(PipeWriter body, DataNode parent, SchemaNode list, DataWriteOptions options, CancellationToken cancellationToken)
    {
        var flat = options with { Indent = false };
        var head = Encoding.UTF8.GetBytes($"{{\"{list.Module.Name}:{list.Name}\":[");
        body.Write(head);
        var entries = parent.Entries(list);
        var isFirst = true;
        for (long i = 0; i < entries.Count; i++)
        {
            if (Encode(entries.At(i), flat) is not { } entry) continue;
            if (!isFirst) body.Write(","u8);
            isFirst = false;
            await body.WriteAsync(entry[head.Length..^2], cancellationToken).ConfigureAwait(false);
        }

        body.Write("]}"u8);
    }

    private static ReadOnlyMemory<byte>? Encode(DataNode entry, DataWriteOptions options)
    {
        if (options.Readable is { } readable && !readable(entry)) return null;
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, entry, options);
        return buffer.WrittenMemory;
    }
}
