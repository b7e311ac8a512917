using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Sockets;
using Taiji.Netconf.Client;
using Taiji.Netconf.Client.Vendors;

namespace Taiji.Clients.Connecting;

/// <summary>A program that speaks NETCONF on its standard input and output, as <c>ssh -s device netconf</c> or a device's own.</summary>
/// <param name="Program">Found on the PATH.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record CommandTarget(string Program, params IReadOnlyList<string> Arguments) : NetconfTarget
{
    /// <inheritdoc/>
    public override string Name => Program;

    /// <inheritdoc/>
    private protected override Task<NetconfTransport> OpenAsync(Socket? socket, DeviceProfile profile, CancellationToken cancellationToken)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo(Program, Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            var pipes = new Pipes(PipeReader.Create(process.StandardOutput.BaseStream), PipeWriter.Create(process.StandardInput.BaseStream));
            return Task.FromResult(new NetconfTransport(pipes, Name, () => StopAsync(process)));
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{Program} can't be started: {e.Message}.", e);
        }
    }

    private static async ValueTask StopAsync(Process process)
    {
        // Its input has ended: that is how it hears that the session is over.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        process.Dispose();
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
