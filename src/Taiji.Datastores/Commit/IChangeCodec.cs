using System.Buffers;
using System.IO.Pipelines;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Commit;

/// <summary>How changes and whole contents are kept.</summary>
internal interface IChangeCodec
{
    /// <summary>Encodes a change.</summary>
    /// <param name="diff">The change.</param>
    byte[] Encode(DataDiff diff);

    /// <summary>Applies an encoded change.</summary>
    /// <param name="before">The content that the change was of.</param>
    /// <param name="encoded">The change.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">It doesn't fit: the schema has changed; every place is named.</exception>
    DataTree Apply(DataTree before, ReadOnlyMemory<byte> encoded);

    /// <summary>Writes a whole content.</summary>
    /// <param name="destination">Receives it.</param>
    /// <param name="tree">The content.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask WriteAsync(PipeWriter destination, DataTree tree, CancellationToken cancellationToken);

    /// <summary>Encodes what a whole content has beside it: its nodes' attributes. <see cref="Apply"/> puts them back.</summary>
    /// <param name="tree">The content.</param>
    /// <returns>Null when there are none.</returns>
    byte[]? EncodeAttributes(DataTree tree);

    /// <summary>Reads a whole content.</summary>
    /// <param name="content">What was written.</param>
    /// <exception cref="Taiji.Yang.Diagnostics.RpcErrorException">It doesn't fit: the schema has changed; every place is named.</exception>
    DataTree Read(ReadOnlySequence<byte> content);
}
