namespace Taiji.Server.Http;

/// <summary>Files with secrets are for their owner only.</summary>
public static class SecretFile
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Refuses a file that the group or the world may read or write.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">They may; or it isn't there.</exception>
    public static void Demand(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        if (!File.Exists(path)) throw new IOException($"there is no file '{path}'");
        if ((File.GetUnixFileMode(path) & Others) != 0) throw new IOException($"{path} holds a secret and others than its owner may read or write it: make its mode 0600");
    }
}
