using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Taiji.Server.NetconfServer.Listeners;

/// <summary>Who is at the other end of a Unix socket, as the kernel says.</summary>
/// <param name="Id">The uid.</param>
/// <param name="Name">The user's name; the uid in decimal when it has none.</param>
internal sealed partial record UnixUser(uint Id, string Name)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int OutOfRange = 34;
    private const int LargestEntry = 1024 * 1024;

    // struct passwd begins with the pointer to the name; this many pointers hold all of it on every Linux.
    private const int PasswordEntrySize = 32;

    /// <summary>The uid that this process acts as.</summary>
    public static uint CurrentId => GetEffectiveUserId();

    /// <summary>The peer of a connected Unix socket (Linux's SO_PEERCRED).</summary>
    /// <param name="socket">The socket.</param>
    /// <exception cref="SocketException">The kernel doesn't say.</exception>
    public static UnixUser OfPeer(Socket socket)
    {
        Span<int> credentials = stackalloc int[3];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        var id = (uint)credentials[1];
        return new UnixUser(id, NameOf(id));
    }

    /// <summary>The name of a uid, from wherever the machine keeps its users.</summary>
    /// <param name="id">The uid.</param>
    public static string NameOf(uint id)
    {
        string? name = null;
        for (var size = 1024; size <= LargestEntry && TryGetName(id, size, out name) == OutOfRange;) size *= 4;
        return string.IsNullOrEmpty(name) ? id.ToString(CultureInfo.InvariantCulture) : name;
    }

    private static unsafe int TryGetName(uint id, int size, out string? name)
    {
        var entry = stackalloc nint[PasswordEntrySize];
        nint found = 0;
        fixed (byte* text = new byte[size])
        {
            var error = GetPasswordEntry(id, entry, text, (nuint)size, &found);
            name = error == 0 && found != 0 ? Marshal.PtrToStringUTF8(entry[0]) : null;
            return error;
        }
    }

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static unsafe partial int GetPasswordEntry(uint id, nint* entry, byte* buffer, nuint size, nint* result);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
