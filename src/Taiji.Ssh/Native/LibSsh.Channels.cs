using System.Runtime.InteropServices;

namespace Taiji.Ssh.Native;

/// <summary>libssh's channels, both ends.</summary>
internal static unsafe partial class LibSsh
{
    [LibraryImport(Library)]
    public static partial nint ssh_channel_new(nint session);

    [LibraryImport(Library)]
    public static partial int ssh_channel_open_session(nint channel);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_channel_request_subsystem(nint channel, string subsystem);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_channel_request_exec(nint channel, string command);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ssh_channel_open_forward(nint channel, string remoteHost, int remotePort, string sourceHost, int localPort);

    [LibraryImport(Library)]
    public static partial int ssh_channel_read_nonblocking(nint channel, void* destination, uint count, int standardError);

    [LibraryImport(Library)]
    public static partial int ssh_channel_write(nint channel, void* data, uint length);

    [LibraryImport(Library)]
    public static partial uint ssh_channel_window_size(nint channel);

    [LibraryImport(Library)]
    public static partial int ssh_channel_poll(nint channel, int standardError);

    [LibraryImport(Library)]
    public static partial int ssh_channel_is_closed(nint channel);

    [LibraryImport(Library)]
    public static partial int ssh_channel_is_eof(nint channel);

    [LibraryImport(Library)]
    public static partial int ssh_channel_request_send_exit_status(nint channel, int status);

    [LibraryImport(Library)]
    public static partial int ssh_channel_send_eof(nint channel);

    [LibraryImport(Library)]
    public static partial int ssh_channel_close(nint channel);

    [LibraryImport(Library)]
    public static partial void ssh_channel_free(nint channel);
}
