using System.Runtime.InteropServices;

namespace Taiji.Serve;

/// <summary>A user and a group of the machine that the server can become.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Uid">Its number.</param>
/// <param name="Gid">The group's.</param>
internal sealed partial record ProcessUser(string Name, uint Uid, uint Gid)
{
    private const int LargestEntry = 1024 * 1024, OutOfRange = 34;

    /// <summary>The uid that the process acts as.</summary>
    public static uint Current => GetEffectiveUserId();

    /// <summary>Finds <c>USER</c> or <c>USER:GROUP</c>.</summary>
    /// <param name="text">The names.</param>
    /// <returns>Null when there is no such user or group.</returns>
    public static unsafe ProcessUser? Find(string text)
    {
        var parts = text.Split(':', 2);
        if (Look<UserEntry>(parts[0], GetUser) is not { } user) return null;
        if (parts.Length == 1) return new ProcessUser(parts[0], user.Uid, user.Gid);
        return Look<GroupEntry>(parts[1], GetGroup) is { } group ? new ProcessUser(parts[0], user.Uid, group.Gid) : null;
    }

    private static unsafe T? Look<T>(string name, Query<T> query)
        where T : unmanaged
    {
        for (var size = 1024; size <= LargestEntry; size *= 4)
        {
            T entry;
            nint found = 0;
            fixed (byte* text = new byte[size])
            {
                var error = query(name, &entry, text, (nuint)size, &found);
                if (error == OutOfRange) continue;
                return error == 0 && found != 0 ? entry : null;
            }
        }

        return null;
    }

    private unsafe delegate int Query<T>(string name, T* entry, byte* buffer, nuint size, nint* found)
        where T : unmanaged;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int GetUser(string name, UserEntry* entry, byte* buffer, nuint size, nint* found);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int GetGroup(string name, GroupEntry* entry, byte* buffer, nuint size, nint* found);

    // struct passwd and struct group of glibc and musl.
    [StructLayout(LayoutKind.Sequential)]
    private struct UserEntry
    {
        public nint Name, Password;
        public uint Uid, Gid;
        public nint Gecos, Directory, Shell;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct GroupEntry
    {
        public nint Name, Password;
        public uint Gid;
        public nint Members;
    }
}
