using System.Buffers;
using System.IO.Pipelines;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Commit;

/// <summary>
/// Changes and contents by names and canonical values, so that they outlive a change of modules: a change as <see cref="DiffEncoder"/> writes it (a JSON array), a whole
/// content as RFC 7951 JSON (an object). A first content is kept whole.
/// </summary>
internal sealed class ChangeCodec : IChangeCodec
{
    private static readonly DataWriteOptions WriteOptions = new() { KeepsAnyContent = true };

    private readonly YangSchema _schema;
    private readonly JsonDataReader _reader;

    /// <summary>For a schema.</summary>
    /// <param name="schema">The schema.</param>
    public ChangeCodec(YangSchema schema)
    {
        _schema = schema;
        // Whoever changed the modules needs every place that no longer fits, not the first hundred.
        _reader = new JsonDataReader(schema, new DataReadOptions { MaxDepth = 1_000, MaxErrors = int.MaxValue, TakesAnyContent = true });
    }

    /// <inheritdoc/>
    public byte[] Encode(DataDiff diff)
    {
        if (!diff.Before.IsEmpty || diff.AttributeChanges.Any()) return DiffEncoder.Encode(diff);
        var buffer = new ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, diff.After.Root, WriteOptions);
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public DataTree Apply(DataTree before, ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Span is [(byte)'{', ..]) return Read(new ReadOnlySequence<byte>(encoded));
        var editor = before.Edit();
        List<RpcError>? errors = null;
        foreach (var edit in DiffDecoder.Decode(_schema, encoded))
        {
            if (editor.Apply(edit) is { } error) (errors ??= []).Add(error);
        }

        return errors is null ? editor.Seal() : throw new RpcErrorException(errors);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(PipeWriter destination, DataTree tree, CancellationToken cancellationToken) =>
        JsonDataWriter.WriteAsync(destination, tree.Root, WriteOptions, null, cancellationToken);

    /// <inheritdoc/>
    public byte[]? EncodeAttributes(DataTree tree) => DiffEncoder.EncodeAttributes(tree);

    /// <inheritdoc/>
    public DataTree Read(ReadOnlySequence<byte> content) => _reader.ReadTree(content);
}
