using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.Pumping;

/// <summary>
/// One thread that waits for all sockets of a server, or of many clients, and hands a session whose socket is ready to
/// the thread pool. It never calls into libssh itself, so that no session can hold up another.
/// </summary>
public sealed class SshEventLoop : IDisposable
{
    private const int EventsAtOnce = 256;
    private const ulong WakeUp = 0;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly Thread _thread;
    private readonly ConcurrentDictionary<ulong, SshSession> _sessions = new();
    private ulong _lastId = WakeUp;
    private volatile bool _stopping;
    private int _disposed;

    /// <summary>Starts the loop.</summary>
    public SshEventLoop()
    {
        _epoll = Libc.CreateEpoll();
        _wake = Libc.CreateEventFd();
        Libc.Control(_epoll, Libc.EpollCtlAdd, _wake, Libc.EpollIn, WakeUp);
        _thread = new Thread(Run) { IsBackground = true, Name = "ssh-epoll" };
        _thread.Start();
    }

    /// <summary>Stops the loop. Every connection that uses it must be disposed first.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }
        _stopping = true;
        Libc.Signal(_wake);
        _thread.Join();
        Libc.Close(_wake);
        Libc.Close(_epoll);
    }

    /// <summary>Registers a session's descriptor, unarmed. The id is never used twice, unlike the descriptor.</summary>
    internal ulong Add(SshSession session, int fd)
    {
        ulong id = Interlocked.Increment(ref _lastId);
        Libc.Control(_epoll, Libc.EpollCtlAdd, fd, Libc.EpollOneShot, id);
        _sessions[id] = session;
        return id;
    }

    /// <summary>Asks for one wake-up of the session.</summary>
    internal void Arm(ulong id, int fd, uint events) =>
        Libc.Control(_epoll, Libc.EpollCtlMod, fd, events | Libc.EpollOneShot, id);

    /// <summary>Forgets a session; to be called before its descriptor is closed.</summary>
    internal void Remove(ulong id, int fd)
    {
        if (_sessions.TryRemove(id, out _))
        {
            Libc.Forget(_epoll, fd);
        }
    }

    private void Run()
    {
        byte[] events = new byte[EventsAtOnce * Libc.EpollEventSize];
        while (!_stopping)
        {
            int count = Libc.Wait(_epoll, events);
            for (int i = 0; i < count; i++)
            {
                ulong id = MemoryMarshal.Read<ulong>(events.AsSpan((i * Libc.EpollEventSize) + Libc.EpollDataOffset));
                if (id != WakeUp && _sessions.TryGetValue(id, out SshSession? session))
                {
                    session.Schedule();
                }
            }
        }
    }
}
