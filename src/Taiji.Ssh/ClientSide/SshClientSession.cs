using System.Collections.Concurrent;
using System.Net.Sockets;
using Taiji.Ssh.Native;
using Taiji.Ssh.Pumping;

namespace Taiji.Ssh.ClientSide;

/// <summary>
/// The client's end of a connection: an actor that repeats libssh's non-blocking calls until each has its answer.
/// </summary>
internal sealed class SshClientSession : SshSession
{
    private readonly ConcurrentQueue<SshCall> _incoming = new();
    private readonly List<SshCall> _calls = [];
    private int _duplicate;
    private bool _closeSeen;
    private volatile bool _closeRequested;
    private volatile bool _abortRequested;
    private volatile SshException? _endReason;

    public SshClientSession(SshEventLoop loop, Socket socket, SshClientOptions options)
        : base(loop, socket, options.Log)
    {
        _duplicate = -1;
        try
        {
            _duplicate = Libc.Duplicate(Descriptor);
            SshClientSettings.Apply(Native, _duplicate, options);
        }
        catch
        {
            Discard();
            throw;
        }
    }

    protected override bool WantsOutput => Established
        ? base.WantsOutput
        : (LibSsh.ssh_get_poll_flags(Native) & LibSsh.WritePending) != 0;

    protected override bool Busy => base.Busy || _calls.Count > 0;

    /// <summary>Repeats a call within the actor until it is done.</summary>
    /// <exception cref="SshException">The call failed, or the connection ended first.</exception>
    public Task<T> CallAsync<T>(Func<nint, SshCallResult<T>> step)
    {
        SshCall<T> call = new(step);
        _incoming.Enqueue(call);
        if (Ended)
        {
            // Too late for the actor, which has failed those that it knew.
            FailCalls();
        }
        Schedule();
        return call.Task;
    }

    /// <summary>The handshake's step, to be repeated by <see cref="CallAsync"/>.</summary>
    public SshCallResult<bool> Connect(nint session)
    {
        // From its first call on libssh closes the duplicate itself.
        _duplicate = -1;
        int result = LibSsh.ssh_connect(session);
        // libssh makes the descriptor a blocking one when it has connected.
        Libc.SetNonBlocking(Descriptor);
        if (result == LibSsh.Again)
        {
            return default;
        }
        if (result != LibSsh.Ok)
        {
            throw new SshConnectException($"The SSH handshake failed: {LibSsh.LastError(session)}.");
        }
        Established = true;
        return new(true);
    }

    /// <summary>A step that opens a session channel and a subsystem on it.</summary>
    public Func<nint, SshCallResult<SshChannel>> OpenSubsystem(string subsystem) =>
        Open(LibSsh.ssh_channel_open_session, channel => LibSsh.ssh_channel_request_subsystem(channel, subsystem), $"the subsystem {subsystem}");

    /// <summary>A step that opens a session channel and runs a command on it.</summary>
    public Func<nint, SshCallResult<SshChannel>> OpenCommand(string command) =>
        Open(LibSsh.ssh_channel_open_session, channel => LibSsh.ssh_channel_request_exec(channel, command), $"the command {command}");

    /// <summary>A step that opens a channel to another host, from the server on (RFC 4254 §7.2).</summary>
    public Func<nint, SshCallResult<SshChannel>> OpenTunnel(string host, int port) =>
        Open(channel => LibSsh.ssh_channel_open_forward(channel, host, port, "127.0.0.1", 0), null, $"a tunnel to {host} port {port}");

    private Func<nint, SshCallResult<SshChannel>> Open(Func<nint, int> open, Func<nint, int>? request, string what)
    {
        nint channel = 0;
        bool opened = false;
        return session =>
        {
            if (channel == 0 && (channel = LibSsh.ssh_channel_new(session)) == 0)
            {
                throw new SshException("libssh has no memory for another channel.");
            }
            int result = opened ? LibSsh.Ok : open(channel);
            opened = result == LibSsh.Ok;
            if (opened && request is not null)
            {
                result = request(channel);
            }
            if (result == LibSsh.Again)
            {
                return default;
            }
            if (result != LibSsh.Ok)
            {
                string reason = LibSsh.LastError(session);
                LibSsh.ssh_channel_free(channel);
                throw new SshException(opened || request is null
                    ? $"The server refuses {what}: {reason}."
                    : $"The server refuses another channel: {reason}.");
            }
            SshChannel ready = new(this, channel) { InUse = true };
            Channels.Add(ready);
            return new(ready);
        };
    }

    /// <summary>Closes the channels and then the connection.</summary>
    public void RequestClose()
    {
        _closeRequested = true;
        Schedule();
    }

    /// <summary>Ends the connection now.</summary>
    public void Abort(SshException? reason)
    {
        _endReason = reason;
        _abortRequested = true;
        Schedule();
    }

    protected override bool Advance()
    {
        if (HasEnded())
        {
            return false;
        }
        while (_incoming.TryDequeue(out SshCall? call))
        {
            _calls.Add(call);
        }
        bool moved = false;
        for (int i = 0; i < _calls.Count; i++)
        {
            if (_calls[i].Step(Native))
            {
                _calls.RemoveAt(i--);
                moved = true;
            }
        }
        return Established ? Pump() | moved : moved;
    }

    protected override void OnEnded(SshException? reason)
    {
        _endReason ??= reason;
        if (_duplicate >= 0)
        {
            Libc.Close(_duplicate);
        }
        FailCalls();
        Log(SshLogLevel.Debug, reason is null ? "The connection is closed." : $"The connection ended: {reason.Message}");
    }

    private bool HasEnded()
    {
        if (_abortRequested)
        {
            End(_endReason);
        }
        else if (_closeRequested)
        {
            FailCalls();
            _calls.Clear();
            if (!_closeSeen)
            {
                _closeSeen = true;
                Channels.ForEach(channel => channel.RequestClose(0, sendStatus: false));
            }
            if (Channels.Count == 0 && !WritePending)
            {
                End(null);
            }
        }
        return Ended;
    }

    // A server may ask a client for things as well (forwarded channels, keep-alive): all of it is refused.
    private bool Pump()
    {
        bool moved = false;
        nint message;
        while ((message = LibSsh.ssh_message_get(Native)) != 0)
        {
            _ = LibSsh.ssh_message_reply_default(message);
            LibSsh.ssh_message_free(message);
            moved = true;
        }
        return moved;
    }

    private void FailCalls()
    {
        SshException reason = _endReason ?? new SshConnectException("The SSH connection is closed.");
        foreach (SshCall call in _calls)
        {
            call.Fail(reason);
        }
        while (_incoming.TryDequeue(out SshCall? call))
        {
            call.Fail(reason);
        }
    }
}
