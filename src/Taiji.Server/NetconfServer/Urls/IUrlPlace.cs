using System.Buffers;

namespace Taiji.Server.NetconfServer.Urls;

/// <summary>Where a configuration is, or is to be.</summary>
internal interface IUrlPlace
{
    /// <summary>Reads it whole.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">operation-failed: it isn't there or can't be read; too-big.</exception>
    Task<ReadOnlySequence<byte>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes it, all or nothing.</summary>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">operation-failed, too-big.</exception>
    Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Deletes it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Yang.Diagnostics.RpcErrorException">operation-failed: it isn't there or can't be deleted.</exception>
    Task DeleteAsync(CancellationToken cancellationToken);
}
