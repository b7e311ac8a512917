using System.Runtime.InteropServices;

namespace Taiji.Server.JsonRpcApi.BatchCommands;

/// <summary>What a pseudo-terminal needs of the C library (POSIX; Linux's numbers).</summary>
internal static partial class Libc
{
    public const int ReadWrite = 2, NoControllingTerminal = 0x100, CloseOnExec = 0x80000;
    public const uint SetWindowSize = 0x5414;
    public const short SpawnSetSid = 0x80;
    public const int Hangup = 1, Kill = 9, Stop = 19, Continue = 18;

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenTerminal(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    public static partial int Grant(int terminal);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int Unlock(int terminal);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    public static unsafe partial int NameOf(int terminal, byte* name, nuint size);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static unsafe partial int Control(int terminal, nuint request, ushort* size);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static unsafe partial int Wait(int process, int* status, int options);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    public static unsafe partial int Spawn(int* process, byte* program, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static unsafe partial int BeginActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static unsafe partial int EndActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    public static unsafe partial int ThenOpen(void* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static unsafe partial int ThenDuplicate(void* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static unsafe partial int BeginAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static unsafe partial int EndAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static unsafe partial int SetFlags(void* attributes, short flags);
}
