using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Taiji.Bench.Restconf;

/// <summary>Waits on one thread for whichever of many sockets has something to read (epoll), without the runtime's own threads for that in between.</summary>
internal sealed partial class ReadySockets : IDisposable
{
    private const int AddNew = 1;
    private const uint Readable = 1;
    private readonly int _epoll = Check(EpollCreate(0));
    private readonly Event[] _events = new Event[256];
    private readonly List<int> _ready = [];

    /// <summary>Waits for one more.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="number">What it is called.</param>
    public void Add(Socket socket, int number)
    {
        var wanted = new Event { Events = Readable, Number = number };
        _ = Check(EpollControl(_epoll, AddNew, (int)socket.Handle, ref wanted));
    }

    /// <summary>Waits until at least one can be read from.</summary>
    public IReadOnlyList<int> Wait()
    {
        _ready.Clear();
        var n = EpollWait(_epoll, _events, _events.Length, -1);
        for (var i = 0; i < n; i++) _ready.Add((int)_events[i].Number);
        return _ready;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Close(_epoll);

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int epoll, int operation, int descriptor, ref Event wanted);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int EpollWait(int epoll, [Out] Event[] events, int most, int timeout);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    // As the kernel has it on x86-64.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Event
    {
        public uint Events;
        public long Number;
    }
}
