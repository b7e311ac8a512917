using System.Buffers;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.Urls;

/// <summary>A file below the directory of URLs.</summary>
/// <param name="directory">The directory.</param>
/// <param name="name">The segments of its name.</param>
/// <param name="maxSize">The largest content, in bytes.</param>
internal sealed class UrlFile(string directory, IReadOnlyList<string> name, long maxSize) : IUrlPlace
{
    private string Url => "file:///" + string.Join('/', name);

    /// <inheritdoc/>
    public Task<ReadOnlySequence<byte>> ReadAsync(CancellationToken cancellationToken) => TryAsync(async path =>
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw ProtocolErrors.Failed($"There is no {Url}.");
        if (file.Length > maxSize) throw UrlLimits.TooBig(Url, maxSize);
        return new ReadOnlySequence<byte>(await File.ReadAllBytesAsync(path, cancellationToken));
    });

    /// <inheritdoc/>
    public Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => TryAsync(async path =>
    {
        if (content.Length > maxSize) throw UrlLimits.TooBig(Url, maxSize);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(draft, options))
            {
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }

        return true;
    });

    /// <inheritdoc/>
    public Task DeleteAsync(CancellationToken cancellationToken) => TryAsync(path =>
    {
        if (!File.Exists(path)) throw ProtocolErrors.Failed($"There is no {Url}.");
        File.Delete(path);
        return Task.FromResult(true);
    });

    private async Task<T> TryAsync<T>(Func<string, Task<T>> act)
    {
        try
        {
            return await act(Resolve());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the system says has the path in it, which is nobody's business.
            throw ProtocolErrors.Failed($"{Url} can't be used: {(e is UnauthorizedAccessException ? "it is not permitted" : "input or output failed")}.");
        }
    }

    /// <summary>The path. A symbolic link on the way, which could lead anywhere, is refused.</summary>
    private string Resolve()
    {
        var path = Path.GetFullPath(directory);
        foreach (var segment in name)
        {
            path = Path.Combine(path, segment);
            if (new FileInfo(path).LinkTarget is not null) throw UrlStore.Refused(Url, "there is a symbolic link on the way");
        }

        return Directory.Exists(path) ? throw UrlStore.Refused(Url, "it is a directory") : path;
    }
}

/// <summary>The limits of what is at URLs.</summary>
internal static class UrlLimits
{
    /// <summary>The error for content that is too large.</summary>
    /// <param name="url">Where.</param>
    /// <param name="maxSize">The largest allowed, in bytes.</param>
    public static RpcErrorException TooBig(string url, long maxSize) => new(new RpcError
    {
        Type = ErrorType.Application, Tag = ErrorTag.TooBig, Message = $"{url} has more than {maxSize} bytes.",
    });
}
