namespace Taiji.Datastores.Journal;

/// <summary>Makes files that nobody but the server's user can read: the configuration holds password hashes.</summary>
internal static class PrivateFile
{
    /// <summary>Opens a file; one that is made has mode 0600.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">As for <see cref="FileStream"/>.</param>
    /// <param name="access">As for <see cref="FileStream"/>.</param>
    /// <param name="share">As for <see cref="FileStream"/>.</param>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
