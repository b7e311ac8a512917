using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Commit;

/// <summary>Changes by instance-identifiers and RFC 7951 JSON, so that they outlive a change of modules; whole contents as JSON.</summary>
internal sealed class ChangeCodec : IChangeCodec
{
    private readonly YangSchema _schema;
    private readonly JsonDataReader _reader;

    /// <summary>For a schema.</summary>
    /// <param name="schema">The schema.</param>
    public ChangeCodec(YangSchema schema)
    {
        _schema = schema;
        _reader = new JsonDataReader(schema, new DataReadOptions { MaxDepth = 1_000, MaxErrors = int.MaxValue });
    }

    /// <inheritdoc/>
    public byte[] Encode(DataDiff diff)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        foreach (var change in diff.Changes)
        {
            buffer.Write([(byte)change.Kind]);
            Text(buffer, change.Node.Path.ToString());
            Text(buffer, Predecessor(change));
            if (change.Kind is not (DataChangeKind.Created or DataChangeKind.ValueChanged)) continue;
            var content = new ArrayBufferWriter<byte>();
            JsonDataWriter.Write(content, change.After);
            Bytes(buffer, content.WrittenSpan);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public DataTree Apply(DataTree before, ReadOnlyMemory<byte> encoded)
    {
        var editor = before.Edit();
        while (!encoded.IsEmpty)
        {
            var kind = (DataChangeKind)encoded.Span[0];
            encoded = encoded[1..];
            var path = DataPath.Parse(_schema, Encoding.UTF8.GetString(Take(ref encoded).Span));
            var insert = Position(Take(ref encoded));
            switch (kind)
            {
                case DataChangeKind.Deleted:
                    editor.Remove(path);
                    break;
                case DataChangeKind.Moved:
                    editor.Create(path, insert);
                    break;
                default:
                    var (_, payload) = _reader.ReadResource(new ReadOnlySequence<byte>(Take(ref encoded)), path.Parent);
                    if (payload.TryFind(path, out var node)) editor.Replace(path, node);
                    if (insert is not null) editor.Create(path, insert);
                    break;
            }
        }

        return editor.Seal();
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(PipeWriter destination, DataTree tree, CancellationToken cancellationToken) =>
        JsonDataWriter.WriteAsync(destination, tree.Root, null, null, cancellationToken);

    /// <inheritdoc/>
    public DataTree Read(ReadOnlySequence<byte> content) => _reader.ReadTree(content);

    private static string Predecessor(DataChange change)
    {
        if (change.Kind is not (DataChangeKind.Created or DataChangeKind.Moved) || change.Schema is not (ListNode { IsUserOrdered: true } or LeafListNode { IsUserOrdered: true })) return "";
        var before = "first";
        foreach (var entry in change.After.Parent.Entries(change.Schema))
        {
            if (entry == change.After) break;
            before = entry.Path.ToString();
        }

        return before;
    }

    private static void Text(ArrayBufferWriter<byte> buffer, string text) => Bytes(buffer, Encoding.UTF8.GetBytes(text));

    private static void Bytes(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), bytes.Length);
        buffer.Advance(4);
        buffer.Write(bytes);
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> encoded)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(encoded.Span);
        var taken = encoded.Slice(4, length);
        encoded = encoded[(4 + length)..];
        return taken;
    }

    private InsertPosition? Position(ReadOnlyMemory<byte> text)
    {
        if (text.IsEmpty) return null;
        var anchor = Encoding.UTF8.GetString(text.Span);
        return anchor == "first" ? new InsertPosition(InsertPlace.First) : new InsertPosition(InsertPlace.After, DataPath.Parse(_schema, anchor).Steps[^1].Key);
    }
}
