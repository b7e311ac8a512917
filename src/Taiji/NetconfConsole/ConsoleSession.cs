using System.CommandLine;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Xml;
using Taiji.Clients.Connecting;
using Taiji.Clients.DeviceSchemas;
using Taiji.Netconf;
using Taiji.Netconf.Client;
using Taiji.Ssh;
using Taiji.Yang.Diagnostics;

namespace Taiji.NetconfConsole;

/// <summary>Connects, does one thing, and says what went wrong.</summary>
internal sealed class ConsoleSession(ConsoleOptions options, ParseResult parsed)
{
    /// <summary>Runs a command.</summary>
    /// <param name="work">Does it with the session.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync(Func<NetconfClient, ReplyPrinter, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var client = await ConnectAsync(new ConsoleTarget(options, parsed).Make(), cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            await work(client, new ReplyPrinter(client, parsed.GetValue(options.Format)!, SchemaCache(), output));
            await output.FlushAsync(cancellationToken);
            if (client.CloseReason is null) await client.CloseSessionAsync(cancellationToken);
            return ExitCode.Ok;
        }
        catch (RpcErrorException e)
        {
            foreach (var error in e.Errors) Console.Error.WriteLine($"taiji: {error}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is FormatException)
        {
            return ExitCode.UnusableOptions([e.Message]);
        }
        catch (Exception e) when (e is IOException or NetconfException or TimeoutException or AuthenticationException or XmlException or DeviceSchemaException
                                      or CryptographicException or UnauthorizedAccessException or ArgumentException)
        {
            foreach (var line in e.Message.Split('\n')) Console.Error.WriteLine($"taiji: {line}");
            return ExitCode.Failed;
        }
    }

    private async Task<NetconfClient> ConnectAsync(NetconfTarget target, CancellationToken cancellationToken)
    {
        var how = new NetconfClientOptions { RequestTimeout = TimeSpan.FromSeconds(parsed.GetValue(options.Timeout)) };
        try
        {
            return await target.ConnectAsync(how, cancellationToken);
        }
        catch (SshAuthenticationException) when (target is SshTarget { Password: null } ssh && ConsoleTarget.Ask($"Password of {ssh.User} at {ssh.Name}: ") is { } password)
        {
            return await (ssh with { Password = password }).ConnectAsync(how, cancellationToken);
        }
    }

    private string SchemaCache() => parsed.GetValue(options.SchemaCache)
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "taiji", "schemas");
}
