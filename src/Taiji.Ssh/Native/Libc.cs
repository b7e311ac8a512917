using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Taiji.Ssh.Native;

/// <summary>The few system calls that the base class library doesn't offer: epoll, eventfd, and fcntl on a raw descriptor.</summary>
internal static unsafe partial class Libc
{
    public const uint EpollIn = 0x001;
    public const uint EpollOut = 0x004;
    public const uint EpollRdHup = 0x2000;
    public const uint EpollOneShot = 1u << 30;

    public const int EpollCtlAdd = 1;
    public const int EpollCtlDel = 2;
    public const int EpollCtlMod = 3;

    public const int EIntr = 4;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int DuplicateCloseOnExec = 1030;

    /// <summary>Bytes of one <c>struct epoll_event</c>: packed on x86-64 only.</summary>
    public static readonly int EpollEventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Where its 64-bit user data starts.</summary>
    public static readonly int EpollDataOffset = EpollEventSize - 8;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int fd, byte* ev);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, byte* events, int maximum, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int fd, void* data, nint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int fd, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socketpair(int domain, int type, int protocol, int* ends);

    /// <summary>Two connected sockets that nobody else can reach.</summary>
    public static (int First, int Second) CreateSocketPair()
    {
        const int Unix = 1;
        const int Stream = 1;
        int* ends = stackalloc int[2];
        Check(socketpair(Unix, Stream | CloseOnExec, 0, ends));
        return (ends[0], ends[1]);
    }

    public static int CreateEpoll() => Check(epoll_create1(CloseOnExec));

    public static int CreateEventFd() => Check(eventfd(0, CloseOnExec | NonBlocking));

    public static void Signal(int eventFd)
    {
        ulong one = 1;
        _ = write(eventFd, &one, sizeof(ulong));
    }

    public static void Control(int epoll, int operation, int fd, uint events, ulong data)
    {
        byte* ev = stackalloc byte[16];
        *(uint*)ev = events;
        *(ulong*)(ev + EpollDataOffset) = data;
        Check(epoll_ctl(epoll, operation, fd, ev));
    }

    /// <summary>Takes a descriptor off; one that is closed has left by itself.</summary>
    public static void Forget(int epoll, int fd)
    {
        byte* none = stackalloc byte[16];
        _ = epoll_ctl(epoll, EpollCtlDel, fd, none);
    }

    /// <summary>Waits for events without a time limit; 0 when a signal interrupted.</summary>
    public static int Wait(int epoll, Span<byte> events)
    {
        fixed (byte* buffer = events)
        {
            int count = epoll_wait(epoll, buffer, events.Length / EpollEventSize, -1);
            return count < 0 && Marshal.GetLastPInvokeError() == EIntr ? 0 : Check(count);
        }
    }

    /// <summary>A second descriptor of the same open file, for an owner that closes it itself.</summary>
    public static int Duplicate(int fd) => Check(fcntl(fd, DuplicateCloseOnExec, 0));

    public static void SetNonBlocking(int fd)
    {
        int flags = Check(fcntl(fd, GetFlags, 0));
        if ((flags & NonBlocking) == 0)
        {
            Check(fcntl(fd, SetFlags, flags | NonBlocking));
        }
    }

    public static void Close(int fd) => _ = close(fd);

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
