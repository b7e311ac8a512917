using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Taiji.Server.ListenPoints;

/// <summary>A listening Unix socket and its file.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixSocketFile : IDisposable
{
    private const int Backlog = 128;

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly string _path;

    private UnixSocketFile(string path, Socket socket)
    {
        _path = path;
        Socket = socket;
    }

    /// <summary>The listening socket.</summary>
    public Socket Socket { get; }

    /// <summary>Listens; the file has mode 0660 before anybody can connect.</summary>
    /// <param name="path">Where. A socket that nobody listens on any more is replaced.</param>
    /// <exception cref="IOException">Another server listens there, something else than a socket lies there, or it can't be listened on.</exception>
    public static UnixSocketFile Listen(string path)
    {
        try
        {
            return Bind(path);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} can't be used as a socket: {e.Message}", e);
        }
    }

    /// <summary>Stops listening and removes the file.</summary>
    public void Dispose()
    {
        Socket.Dispose();
        File.Delete(_path);
    }

    private static UnixSocketFile Bind(string path)
    {
        RemoveStale(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) Directory.CreateDirectory(directory);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, Mode);
            socket.Listen(Backlog);
            return new UnixSocketFile(path, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Deletes a socket that nobody listens on any more.</summary>
    /// <param name="path">Where it lies, if it does.</param>
    /// <exception cref="IOException">Another server listens there, or something else than a socket lies there.</exception>
    internal static void RemoveStale(string path)
    {
        if (!File.Exists(path)) return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && IsSocket(path))
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e)
        {
            throw new IOException($"{path} can't be used as a socket: {e.Message}", e);
        }

        throw new IOException($"Another server listens on {path}.");
    }

    // Connecting to a plain file is refused like connecting to a dead socket; only the latter may be deleted, and only the former can be opened.
    private static bool IsSocket(string path)
    {
        try
        {
            using (File.OpenHandle(path)) return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
