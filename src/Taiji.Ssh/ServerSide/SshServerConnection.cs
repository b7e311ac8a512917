using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Taiji.Ssh.Native;
using Taiji.Ssh.Pumping;

namespace Taiji.Ssh.ServerSide;

/// <summary>One client's connection to an <see cref="SshServer"/>: handshake, authentication, then its channels.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The timer is disposed when the session ends.")]
internal sealed class SshServerConnection : SshSession
{
    private const int MessagesAtOnce = 64;
    private const int LeaveMilliseconds = 500;

    private readonly SshServerContext _context;
    private readonly Timer _timer;
    private readonly bool _constructed;
    private SshServerAuthentication? _authentication;
    private SshSubsystems? _subsystems;
    private bool _stopSeen;
    private bool _hadChannels;
    private long? _leaveBy;
    private volatile bool _graceOver;
    private volatile bool _stopRequested;
    private volatile bool _abortRequested;

    public SshServerConnection(SshEventLoop loop, Socket socket, SshBinding binding, SshServerContext context)
        : base(loop, socket, context.Options.Log)
    {
        _context = context;
        _timer = new Timer(static c => ((SshServerConnection)c!).OnTimer(), this, Timeout.Infinite, Timeout.Infinite);
        try
        {
            binding.Accept(Native, Libc.Duplicate(Descriptor));
            if (context.Options.RekeyLimit is { } limit)
            {
                SetRekeyLimit(limit);
            }
        }
        catch
        {
            Discard();
            throw;
        }
        _constructed = true;
        _timer.Change(context.Options.LoginGraceTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets the connection end by itself: handlers are told, their output is delivered.</summary>
    public void RequestStop()
    {
        _stopRequested = true;
        Schedule();
    }

    /// <summary>Ends the connection now.</summary>
    public void Abort()
    {
        _abortRequested = true;
        Schedule();
    }

    // While the authenticator thinks nothing is read, so that nothing would wake up for it again and again.
    protected override bool WantsInput => _authentication is not { Busy: true };

    protected override bool WantsOutput => WantsInput && base.WantsOutput;

    private string? User => _authentication?.User;

    protected override bool Advance()
    {
        if (HasEnded())
        {
            return false;
        }
        if (!Established)
        {
            return ShakeHands();
        }
        bool moved = Authenticate();
        for (int i = 0; i < MessagesAtOnce && !Ended && _authentication is not { Busy: true }; i++)
        {
            nint message = LibSsh.ssh_message_get(Native);
            if (message == 0)
            {
                break;
            }
            moved = true;
            Handle(message);
            if (!Ended)
            {
                Authenticate();
            }
        }
        return moved;
    }

    protected override void OnEnding() => _authentication?.Abandon();

    protected override void OnEnded(SshException? reason)
    {
        _timer.Dispose();
        _context.Connections.TryRemove(this, out _);
        if (_constructed && User is null)
        {
            _context.Limits.RemoveStartup();
        }
        Log(SshLogLevel.Debug, reason is null ? "The connection is closed." : $"The connection ended: {reason.Message}", User);
    }

    private bool HasEnded()
    {
        if (_abortRequested)
        {
            Disconnect("The server stops.", new SshConnectException("The server stopped before its client was served."));
        }
        else if (User is null && _stopRequested)
        {
            Disconnect("The server stops.", null);
        }
        else if (User is null && _graceOver)
        {
            Log(SshLogLevel.Warning, $"Not authenticated within {_context.Options.LoginGraceTime.TotalSeconds:0.#} s.");
            Disconnect("The time to log in is over.", null);
        }
        else if (_stopRequested)
        {
            Stop();
        }
        return Ended;
    }

    private void Stop()
    {
        if (!_stopSeen)
        {
            _stopSeen = true;
            _hadChannels = Channels.Count > 0;
            foreach (SshChannel channel in Channels)
            {
                channel.Cancel();
                if (!channel.InUse)
                {
                    channel.RequestClose(1, sendStatus: false);
                }
            }
        }
        if (Channels.Count > 0 || WritePending)
        {
            return;
        }
        // A client whose last channel has just closed leaves by itself, with the status that the channel gave it; a
        // disconnect that overtakes it would turn that into a failure.
        _leaveBy ??= Environment.TickCount64 + (_hadChannels ? LeaveMilliseconds : 0);
        if (Environment.TickCount64 >= _leaveBy)
        {
            Disconnect("The server stops.", null);
        }
        else
        {
            _timer.Change(LeaveMilliseconds + 10, Timeout.Infinite);
        }
    }

    private bool ShakeHands()
    {
        int result = LibSsh.ssh_handle_key_exchange(Native);
        if (result == LibSsh.Again)
        {
            return false;
        }
        if (result != LibSsh.Ok)
        {
            throw new SshConnectException($"The handshake failed: {LibSsh.LastError(Native)}.");
        }
        Established = true;
        string clientVersion = Marshal.PtrToStringUTF8(LibSsh.ssh_get_clientbanner(Native)) ?? "";
        _authentication = new SshServerAuthentication(this, _context, clientVersion);
        _subsystems = new SshSubsystems(this, _context, clientVersion);
        Log(SshLogLevel.Debug, $"Keys are exchanged with {clientVersion}.");
        return true;
    }

    private bool Authenticate()
    {
        SshServerAuthentication authentication = _authentication!;
        if (!authentication.TryAnswer())
        {
            return false;
        }
        if (authentication.Exhausted)
        {
            Disconnect("Too many authentication failures.", null);
        }
        else if (authentication.User is not null)
        {
            _timer.Change(Timeout.Infinite, Timeout.Infinite);
            _context.Limits.RemoveStartup();
        }
        return true;
    }

    private void Handle(nint message)
    {
        int type = LibSsh.ssh_message_type(message);
        if (type == LibSsh.RequestAuth && User is null)
        {
            _authentication!.Begin(Native, message);
            return;
        }
        try
        {
            switch (type)
            {
                case LibSsh.RequestAuth:
                    // After the success further requests are to be ignored in silence (RFC 4252 §5.1).
                    break;
                case LibSsh.RequestService:
                    HandleService(message);
                    break;
                case LibSsh.RequestChannelOpen when User is not null:
                    OpenChannel(message);
                    break;
                case LibSsh.RequestChannel when User is not null:
                    _subsystems!.Request(message, Channels, User, _authentication?.State, welcome: !_stopRequested);
                    break;
                default:
                    _ = LibSsh.ssh_message_reply_default(message);
                    break;
            }
        }
        finally
        {
            LibSsh.ssh_message_free(message);
        }
    }

    private static void HandleService(nint message)
    {
        string? service = Marshal.PtrToStringUTF8(LibSsh.ssh_message_service_service(message));
        if (service != "ssh-userauth")
        {
            throw new SshConnectException($"The client asked for the service {service} (RFC 4253 §10).");
        }
        _ = LibSsh.ssh_message_service_reply_success(message);
    }

    private void OpenChannel(nint message)
    {
        bool welcome = !_stopRequested && LibSsh.ssh_message_subtype(message) == LibSsh.ChannelTypeSession &&
            Channels.Count < _context.Options.MaxChannelsPerConnection;
        nint channel = welcome ? LibSsh.ssh_message_channel_request_open_reply_accept(message) : 0;
        if (channel == 0)
        {
            Log(SshLogLevel.Debug, "A channel is refused.", User);
            _ = LibSsh.ssh_message_reply_default(message);
            return;
        }
        Channels.Add(new SshChannel(this, channel));
    }

    private unsafe void SetRekeyLimit(long bytes)
    {
        if (LibSsh.ssh_options_set_pointer(Native, LibSsh.OptionRekeyData, &bytes) != LibSsh.Ok)
        {
            throw new SshException($"libssh refuses a rekey limit of {bytes} bytes.");
        }
    }

    private void OnTimer()
    {
        _graceOver = true;
        Schedule();
    }
}
