using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Taiji.Server.ListenPoints;

/// <summary>Opens sockets in a Linux network namespace (<c>ip netns</c>); a socket stays in the one it was made in.</summary>
internal static partial class NetworkNamespace
{
    /// <summary>The one the server runs in.</summary>
    public const string Default = "default";

    // sched.h's CLONE_NEWNET.
    private const int NetworkKind = 0x40000000;

    /// <summary>Listens on an address.</summary>
    /// <param name="endPoint">Where.</param>
    /// <param name="name">The namespace.</param>
    /// <exception cref="SocketException">It can't be listened on.</exception>
    /// <exception cref="IOException">There is no such namespace, or it may not be entered.</exception>
    public static Socket Listen(IPEndPoint endPoint, string name)
    {
        if (name == Default) return Bind(endPoint);
        Socket? made = null;
        Exception? failure = null;
        // A thread of its own, which ends in the other namespace: none of the pool may stay there.
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                made = Bind(endPoint);
            }
            catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is SocketException or IOException) throw failure;
        return made ?? throw new IOException($"The network namespace \"{name}\" can't be entered: {failure?.Message}", failure);
    }

    private static Socket Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
            socket.Bind(endPoint);
            socket.Listen(512);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Enter(string name)
    {
        using SafeFileHandle handle = File.OpenHandle(Path.Combine("/var/run/netns", name));
        if (SetNamespace((int)handle.DangerousGetHandle(), NetworkKind) != 0)
            throw new IOException($"The network namespace \"{name}\" can't be entered: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);
}
