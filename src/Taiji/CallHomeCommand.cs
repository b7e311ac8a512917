using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Taiji;

/// <summary>
/// <c>taiji call-home</c>: RFC 8071 with plain OpenSSH at both ends. <c>listen</c> is a <c>ProxyCommand</c> of <c>ssh -o ProxyUseFdpass=yes</c>; <c>connect</c> gives a connection to
/// <c>sshd -i</c>, whose subsystem is <c>taiji netconf</c>. A server that calls home by itself needs neither.
/// </summary>
internal static partial class CallHomeCommand
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int SolSocket = 1;
    private const int ScmRights = 1;

    public static Command Make()
    {
        var address = new Option<string>("--address") { Description = "The address to listen on (default 127.0.0.1).", HelpName = "ADDR", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "The TCP port (default 4334).", HelpName = "PORT", DefaultValueFactory = _ => 4334 };
        var listen = new Command("listen", "Wait for one server to call, and pass the connection to ssh: ssh -o ProxyUseFdpass=yes -o ProxyCommand='taiji call-home listen' -s HOST netconf.") { address, port };
        listen.SetAction((parsed, _) => Task.FromResult(Run(() => Listen(parsed.GetValue(address)!, parsed.GetValue(port)))));

        var host = new Argument<string>("HOST") { Description = "The client's host." };
        var sshd = new Option<string>("--sshd") { Description = "OpenSSH's server (default /usr/sbin/sshd).", HelpName = "PATH", DefaultValueFactory = _ => "/usr/sbin/sshd" };
        var more = new Argument<string[]>("OPTIONS") { Description = "More options of sshd, after --.", Arity = ArgumentArity.ZeroOrMore };
        var connect = new Command("connect", "Call a client, and serve it with sshd -i.") { host, port, sshd, more };
        connect.SetAction((parsed, _) => Task.FromResult(Run(() => Connect(parsed.GetValue(host)!, parsed.GetValue(port), parsed.GetValue(sshd)!, parsed.GetValue(more) ?? []))));
        return new Command("call-home", "NETCONF call home (RFC 8071) with OpenSSH's ssh and sshd.") { listen, connect };
    }

    private static int Run(Action action)
    {
        try
        {
            action();
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException)
        {
            Console.Error.WriteLine($"taiji: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static void Listen(string address, int port)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        using var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(endPoint);
        listener.Listen(1);
        using var connection = listener.Accept();
        Pass((int)connection.Handle);
    }

    private static void Connect(string host, int port, string sshd, string[] options)
    {
        // Not disposed: sshd goes on with it in this process.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(host, port);
        var descriptor = (int)socket.Handle;
        if (Duplicate(descriptor, StandardInput) < 0 || Duplicate(descriptor, StandardOutput) < 0) throw LastError("the connection can't become standard input");
        string?[] arguments = [sshd, "-i", .. options, null];
        _ = Execute(sshd, arguments);
        throw LastError(sshd);
    }

    /// <summary>Sends a descriptor over standard output, which ssh made a Unix socket.</summary>
    private static unsafe void Pass(int descriptor)
    {
        byte nothing = 0;
        var piece = new Piece { Base = &nothing, Length = 1 };
        // struct cmsghdr, with the descriptor after it, aligned.
        var control = stackalloc long[3];
        control[0] = 16 + sizeof(int);
        ((int*)control)[2] = SolSocket;
        ((int*)control)[3] = ScmRights;
        ((int*)control)[4] = descriptor;
        var message = new Message { Pieces = &piece, PieceCount = 1, Control = control, ControlLength = 24 };
        if (Send(StandardOutput, &message, 0) < 0) throw LastError("standard output takes no connection (ssh needs -o ProxyUseFdpass=yes)");
    }

    private static IOException LastError(string what) => new($"{what}: {new System.ComponentModel.Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static unsafe partial nint Send(int socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, [In] string?[] arguments);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Piece
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct msghdr, 64 bit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Message
    {
        public void* Name;
        public uint NameLength;
        public Piece* Pieces;
        public nuint PieceCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
