using System.Runtime.InteropServices;
using Taiji.Ssh.Native;
using Taiji.Ssh.Pumping;

namespace Taiji.Ssh.ServerSide;

/// <summary>Starts the handlers of the subsystems that one connection's client asks for (RFC 4254 §6.5).</summary>
internal sealed class SshSubsystems(SshSession session, SshServerContext context, string clientVersion)
{
    /// <summary>Answers a channel request: an allowed subsystem on a channel without one starts, everything else is refused.</summary>
    public void Request(nint message, List<SshChannel> channels, string user, object? state, bool welcome)
    {
        string? subsystem = LibSsh.ssh_message_subtype(message) == LibSsh.ChannelRequestSubsystem
            ? Marshal.PtrToStringUTF8(LibSsh.ssh_message_channel_request_subsystem(message))
            : null;
        SshChannel? channel = channels.Find(c => c.Is(LibSsh.ssh_message_channel_request_channel(message)));
        string? refusal = null;
        if (subsystem is null || channel is null or { InUse: true } || !welcome)
        {
            refusal = "A request on a channel is refused.";
        }
        else if (!context.Options.Subsystems.Contains(subsystem))
        {
            refusal = $"The subsystem {subsystem} is refused: there is none.";
        }
        else if (!context.Limits.TryAddSession(user))
        {
            refusal = $"The subsystem {subsystem} is refused: too many sessions are open.";
        }
        if (refusal is not null)
        {
            session.Log(subsystem is null ? SshLogLevel.Debug : SshLogLevel.Warning, refusal, user);
            _ = LibSsh.ssh_message_reply_default(message);
            return;
        }
        _ = LibSsh.ssh_message_channel_request_reply_success(message);
        channel!.InUse = true;
        Serve(channel, new SshSubsystemChannel(channel, user, subsystem!, session.RemoteEndPoint, clientVersion) { State = state });
    }

    private void Serve(SshChannel channel, SshSubsystemChannel subsystem)
    {
        Task handler = Task.Run(() => ServeAsync(channel, subsystem));
        context.Running[handler] = 0;
        _ = handler.ContinueWith(
            done => context.Running.TryRemove(done, out _),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task ServeAsync(SshChannel channel, SshSubsystemChannel subsystem)
    {
        int status = 1;
        try
        {
            await context.Handler(subsystem, channel.Lost).ConfigureAwait(false);
            status = 0;
        }
        catch (Exception e) when (channel.Lost.IsCancellationRequested && e is OperationCanceledException or SshException)
        {
            session.Log(SshLogLevel.Debug, $"The subsystem {subsystem.Subsystem} ended with its connection.", subsystem.User);
        }
        catch (Exception e)
        {
            session.Log(SshLogLevel.Error, $"The subsystem {subsystem.Subsystem} ended with a fault.", subsystem.User, e);
        }
        finally
        {
            context.Limits.RemoveSession(subsystem.User);
            channel.RequestClose(status, sendStatus: true);
        }
    }
}
