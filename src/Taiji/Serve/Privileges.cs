using System.Collections;
using System.Runtime.InteropServices;

namespace Taiji.Serve;

/// <summary>
/// Gives root's rights up, for good and before anything is opened: the process becomes another user without further groups, and is executed anew, so that no thread keeps more than the
/// others. All it may keep is the right to listen on ports below 1024 (CAP_NET_BIND_SERVICE).
/// </summary>
internal static partial class Privileges
{
    private const int KeepCapabilities = 8, DropBounding = 24, NoNewPrivileges = 38, Ambient = 47, AmbientRaise = 2;
    private const int BindService = 10, LastCapability = 63;
    private const uint CapabilityVersion = 0x20080522;

    /// <summary>Becomes the user.</summary>
    /// <param name="user">Whom.</param>
    /// <param name="keepsPorts">Whether it keeps the right to listen on ports below 1024.</param>
    /// <returns>Why it couldn't; otherwise this doesn't return.</returns>
    public static string GiveUp(ProcessUser user, bool keepsPorts)
    {
        for (var capability = 0; capability <= LastCapability; capability++)
        {
            if (!keepsPorts || capability != BindService) _ = Control(DropBounding, (nuint)capability, 0, 0, 0);
        }

        // In this order: who is nobody any more can't change groups. The library does it for all threads.
        if (SetGroups(0, 0) != 0) return Failed("setgroups");
        if (SetGroupIds(user.Gid, user.Gid, user.Gid) != 0) return Failed("setresgid");
        if (keepsPorts && Control(KeepCapabilities, 1, 0, 0, 0) != 0) return Failed("prctl");
        if (SetUserIds(user.Uid, user.Uid, user.Uid) != 0) return Failed("setresuid");
        if (keepsPorts && KeepBindService() is { } failure) return failure;
        if (Control(NoNewPrivileges, 1, 0, 0, 0) != 0) return Failed("prctl");
        return Again();
    }

    private static unsafe string? KeepBindService()
    {
        var header = stackalloc uint[] { CapabilityVersion, 0 };
        // Effective, permitted, inheritable; twice, for 32 capabilities each.
        var sets = stackalloc uint[] { 1 << BindService, 1 << BindService, 1 << BindService, 0, 0, 0 };
        if (SetCapabilities(header, sets) != 0) return Failed("capset");
        return Control(Ambient, AmbientRaise, BindService, 0, 0) == 0 ? null : Failed("prctl");
    }

    /// <summary>Executes the same program with the same arguments and environment.</summary>
    private static unsafe string Again()
    {
        var arguments = File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0');
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => $"{v.Key}={v.Value}").ToArray();
        fixed (nint* argv = Terminated(arguments), envp = Terminated(variables)) _ = Execute("/proc/self/exe", argv, envp);
        return Failed("execve");
    }

    // What becomes of the memory is not this process's concern.
    private static nint[] Terminated(string[] texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

    private static string Failed(string call) => $"root's rights can't be given up: {call}: {Marshal.GetLastPInvokeErrorMessage()}";

    [LibraryImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    private static partial int SetGroups(nuint count, nint groups);

    [LibraryImport("libc", EntryPoint = "setresgid", SetLastError = true)]
    private static partial int SetGroupIds(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    private static partial int SetUserIds(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static unsafe partial int SetCapabilities(uint* header, uint* sets);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Execute(string path, nint* arguments, nint* environment);

    /// <summary>Makes the user the owner of a file or directory.</summary>
    /// <param name="path">Which.</param>
    /// <param name="user">Whose it will be.</param>
    public static bool TryOwn(string path, ProcessUser user) => ChangeOwner(path, user.Uid, user.Gid) == 0;

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint uid, uint gid);
}
