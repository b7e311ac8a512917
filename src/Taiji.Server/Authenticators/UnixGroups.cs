using System.Runtime.InteropServices;

namespace Taiji.Server.Authenticators;

/// <summary>The groups that the machine has a user in, from wherever it keeps them.</summary>
internal static partial class UnixGroups
{
    private const int LargestEntry = 1024 * 1024, OutOfRange = 34, MostGroups = 65_536;

    /// <summary>Their names; empty when the machine doesn't know the user.</summary>
    /// <param name="user">The user's name.</param>
    public static IReadOnlyList<string> Of(string user)
    {
        if (user.Contains('\0', StringComparison.Ordinal) || PrimaryGroup(user) is not { } primary) return [];
        var count = 64;
        var ids = new uint[count];
        while (GroupList(user, primary, ids, ref count) < 0)
        {
            if (count <= ids.Length || count > MostGroups) return [];
            ids = new uint[count];
        }

        return [.. ids.Take(count).Distinct().Select(NameOf).OfType<string>()];
    }

    private static unsafe uint? PrimaryGroup(string user)
    {
        for (var size = 1024; size <= LargestEntry; size *= 4)
        {
            UserEntry entry;
            nint found = 0;
            fixed (byte* text = new byte[size])
            {
                var error = GetUser(user, &entry, text, (nuint)size, &found);
                if (error != OutOfRange) return error == 0 && found != 0 ? entry.Gid : null;
            }
        }

        return null;
    }

    private static unsafe string? NameOf(uint gid)
    {
        var entry = stackalloc nint[8];
        for (var size = 1024; size <= LargestEntry; size *= 4)
        {
            nint found = 0;
            fixed (byte* text = new byte[size])
            {
                var error = GetGroup(gid, entry, text, (nuint)size, &found);
                // The name comes first.
                if (error != OutOfRange) return error == 0 && found != 0 ? Marshal.PtrToStringUTF8(entry[0]) : null;
            }
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int GetUser(string name, UserEntry* entry, byte* buffer, nuint size, nint* found);

    [LibraryImport("libc", EntryPoint = "getgrgid_r")]
    private static unsafe partial int GetGroup(uint gid, nint* entry, byte* buffer, nuint size, nint* found);

    [LibraryImport("libc", EntryPoint = "getgrouplist", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GroupList(string user, uint primary, [Out] uint[] groups, ref int count);

    // struct passwd of glibc and musl.
    [StructLayout(LayoutKind.Sequential)]
    private struct UserEntry
    {
        public nint Name, Password;
        public uint Uid, Gid;
        public nint Gecos, Directory, Shell;
    }
}
