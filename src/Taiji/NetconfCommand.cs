using System.CommandLine;
using System.Net.Sockets;
using Taiji.Server.NetconfServer.Listeners;

namespace Taiji;

/// <summary><c>taiji netconf</c>: NETCONF on standard input and output, for scripts and as an OpenSSH subsystem.</summary>
internal static class NetconfCommand
{
    private const string DefaultSocket = "./taiji-data/taiji.sock";

    public static Command Make()
    {
        var socket = new Option<string>("--socket") { Description = $"The server's Unix socket (default {DefaultSocket}).", HelpName = "PATH", DefaultValueFactory = _ => DefaultSocket };
        var command = new Command("netconf", "Speak NETCONF on standard input and output with the server that listens on a Unix socket.") { socket };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(socket)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await NetconfStdioRelay.RunAsync(path, Console.OpenStandardInput(), Console.OpenStandardOutput(), cancellationToken);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            Console.Error.WriteLine($"taiji: {path}: {e.Message}");
            return ExitCode.Failed;
        }
    }
}
