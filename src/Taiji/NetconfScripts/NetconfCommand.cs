using System.CommandLine;
using System.Net.Sockets;
using Taiji.Netconf;
using Taiji.Server.NetconfServer.Listeners;

namespace Taiji.NetconfScripts;

/// <summary><c>taiji netconf</c>: NETCONF on standard input and output, for scripts and as an OpenSSH subsystem.</summary>
internal static class NetconfCommand
{
    private const string DefaultSocket = "./taiji-data/taiji.sock";

    public static Command Make()
    {
        var socket = new Option<string>("--socket") { Description = $"The server's Unix socket (default {DefaultSocket}).", HelpName = "PATH", DefaultValueFactory = _ => DefaultSocket };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No hellos: the input begins with an rpc, in either framing, and the output with its reply." };
        var user = new Option<string?>("--user", "-U") { Description = "Act for this user, if the server lets its peer do so.", HelpName = "NAME" };
        var timeout = new Option<int?>("--timeout", "-t") { Description = "Give up after this time.", HelpName = "SECONDS" };
        timeout.Validators.Add(result =>
        {
            if (result.GetValue(timeout) is < 1) result.AddError("--timeout: a number from 1 was expected");
        });
        var stop = new Option<bool>("--stop", "-e") { Description = "Stop at a message that isn't well-formed XML; otherwise the server answers it, and the next one is read." };
        var command = new Command("netconf", "Speak NETCONF on standard input and output with the server that listens on a Unix socket.") { socket, quiet, user, timeout, stop };
        command.SetAction((parsed, cancellationToken) =>
        {
            var script = new NetconfScript(parsed.GetValue(quiet), parsed.GetValue(user), parsed.GetValue(stop));
            return RunAsync(parsed.GetValue(socket)!, script, parsed.GetValue(timeout), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string path, NetconfScript script, int? timeout, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout is { } seconds) timer.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            var (input, output) = (Console.OpenStandardInput(), Console.OpenStandardOutput());
            // Without anything to do about messages the bytes are carried as they come.
            var running = script.IsPlain ? NetconfStdioRelay.RunAsync(path, input, output, timer.Token) : script.RunAsync(path, input, output, timer.Token);
            // A read of standard input can't always be cancelled: it is left behind.
            await running.WaitAsync(timer.Token);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine($"taiji: not done within {timeout} s");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException or NetconfException)
        {
            Console.Error.WriteLine($"taiji: {path}: {e.Message}");
            return ExitCode.Failed;
        }
    }
}
