namespace Taiji.Serve;

/// <summary>Serves as another user than root, who started it (<c>--run-as</c>).</summary>
internal static class RunAs
{
    private const int FirstFreePort = 1024;

    /// <summary>Becomes the user, unless the process is that user already.</summary>
    /// <param name="options">The options.</param>
    /// <returns>Why it can't be; null when there is nothing (more) to do.</returns>
    public static string? Apply(ServeOptions options)
    {
        if (options.RunAs is not { } name) return null;
        if (ProcessUser.Find(name) is not { } user) return $"run-as: there is no user or group '{name}' on this machine";
        if (user.Uid == ProcessUser.Current) return null;
        if (ProcessUser.Current != 0) return $"run-as: only root can become '{name}'";
        return Prepare(options.DataDirectory, user) ?? Privileges.GiveUp(user, KeepsPorts(options));
    }

    private static bool KeepsPorts(ServeOptions options) =>
        new[] { options.Http, options.Https, options.NetconfSsh, options.NetconfTls }.Any(e => e is { Port: > 0 and < FirstFreePort });

    /// <summary>The data directory is the user's: a new one is made, one of somebody else's is left alone.</summary>
    private static string? Prepare(string directory, ProcessUser user)
    {
        try
        {
            if (Directory.Exists(directory)) return null;
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return Privileges.TryOwn(directory, user) ? null : $"run-as: the data directory '{directory}' can't be given to '{user.Name}'";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"run-as: {e.Message}";
        }
    }
}
