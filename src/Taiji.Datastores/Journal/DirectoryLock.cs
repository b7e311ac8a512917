namespace Taiji.Datastores.Journal;

/// <summary>Keeps a second server out of a data directory. The operating system lets go when the process ends, however it ends.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; makes the directory (mode 0700) when it isn't there.</summary>
    /// <param name="directory">The data directory.</param>
    /// <exception cref="DataDirectoryException">Another server has it, or it can't be written.</exception>
    public static DirectoryLock Take(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
            else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"The data directory {directory} can't be made: {e.Message}", e);
        }

        var path = Path.Combine(directory, "lock");
        try
        {
            return new DirectoryLock(PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"The data directory {directory} is in use by another server, or can't be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
