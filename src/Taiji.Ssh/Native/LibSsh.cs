using System.Runtime.InteropServices;

namespace Taiji.Ssh.Native;

/// <summary>
/// libssh's C interface (<c>libssh.so.4</c>), the sessions' part. One thread at a time may be inside a session,
/// and nothing may be called on a session after <see cref="ssh_free"/>: both are the caller's duty.
/// </summary>
internal static unsafe partial class LibSsh
{
    public const string Library = "libssh.so.4";

    public const int Ok = 0;
    public const int Error = -1;
    public const int Again = -2;
    public const int Eof = -127;

    /// <summary>The bit of <see cref="ssh_get_status"/> and <see cref="ssh_get_poll_flags"/> that says output waits.</summary>
    public const int WritePending = 0x08;

    public const int OptionHost = 0;
    public const int OptionPort = 1;
    public const int OptionFd = 3;
    public const int OptionUser = 4;
    public const int OptionKnownHosts = 8;
    public const int OptionHostKeys = 25;
    public const int OptionGlobalKnownHosts = 35;
    public const int OptionProcessConfig = 38;
    public const int OptionRekeyData = 39;
    public const int OptionIdentityAgent = 42;

    public const int BindOptionBanner = 6;
    public const int BindOptionImportKey = 10;
    public const int BindOptionProcessConfig = 19;

    [LibraryImport(Library)]
    public static partial nint ssh_bind_new();

    [LibraryImport(Library)]
    public static partial void ssh_bind_free(nint bind);

    [LibraryImport(Library, EntryPoint = "ssh_bind_options_set")]
    public static partial int ssh_bind_options_set_pointer(nint bind, int option, void* value);

    [LibraryImport(Library, EntryPoint = "ssh_bind_options_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_bind_options_set_string(nint bind, int option, string value);

    [LibraryImport(Library)]
    public static partial int ssh_bind_accept_fd(nint bind, nint session, int fd);

    [LibraryImport(Library)]
    public static partial nint ssh_get_error(nint bindOrSession);

    [LibraryImport(Library)]
    public static partial nint ssh_new();

    [LibraryImport(Library)]
    public static partial void ssh_free(nint session);

    [LibraryImport(Library)]
    public static partial void ssh_disconnect(nint session);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_session_set_disconnect_message(nint session, string message);

    [LibraryImport(Library)]
    public static partial void ssh_set_blocking(nint session, int blocking);

    [LibraryImport(Library)]
    public static partial void ssh_set_counters(nint session, SshCounter* socket, SshCounter* raw);

    [LibraryImport(Library)]
    public static partial int ssh_get_status(nint session);

    [LibraryImport(Library)]
    public static partial int ssh_get_poll_flags(nint session);

    [LibraryImport(Library)]
    public static partial int ssh_is_connected(nint session);

    [LibraryImport(Library)]
    public static partial int ssh_get_fd(nint session);

    [LibraryImport(Library)]
    public static partial int ssh_blocking_flush(nint session, int timeout);

    [LibraryImport(Library, EntryPoint = "ssh_options_set")]
    public static partial int ssh_options_set_pointer(nint session, int option, void* value);

    [LibraryImport(Library, EntryPoint = "ssh_options_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_options_set_string(nint session, int option, string value);

    [LibraryImport(Library)]
    public static partial int ssh_handle_key_exchange(nint session);

    [LibraryImport(Library)]
    public static partial int ssh_connect(nint session);

    [LibraryImport(Library)]
    public static partial nint ssh_get_clientbanner(nint session);

    [LibraryImport(Library)]
    public static partial nint ssh_get_serverbanner(nint session);

    [LibraryImport(Library)]
    public static partial nint ssh_get_disconnect_message(nint session);

    [LibraryImport(Library)]
    public static partial nint ssh_version(int required);

    /// <summary>The session's last error; libssh owns the text, so it is copied at once.</summary>
    public static string LastError(nint bindOrSession)
    {
        string? text = Marshal.PtrToStringUTF8(ssh_get_error(bindOrSession));
        return string.IsNullOrWhiteSpace(text) ? "no reason given" : text.Trim();
    }
}

/// <summary>libssh's <c>ssh_counter_struct</c>: how many bytes and packets went through a session.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SshCounter
{
    public ulong InBytes;
    public ulong OutBytes;
    public ulong InPackets;
    public ulong OutPackets;
}
