using System.Runtime.InteropServices;

namespace Taiji.Datastores.Journal;

/// <summary>Makes names in a directory last: a renamed file is surely there after a power cut only when its directory was flushed too.</summary>
internal static partial class DirectorySync
{
    /// <summary>Flushes a directory; does nothing where the system has no such thing.</summary>
    /// <param name="directory">Its path.</param>
    /// <exception cref="IOException">It can't be flushed.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(directory, 0);
        if (descriptor < 0) throw new IOException($"{directory} can't be opened: error {Marshal.GetLastPInvokeError()}.");
        var result = FSync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0) throw new IOException($"{directory} can't be flushed to disk: error {error}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
