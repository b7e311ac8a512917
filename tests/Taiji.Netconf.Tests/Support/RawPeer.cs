using System.Buffers;
using System.Text;
using Taiji.Netconf.Client;

namespace Taiji.Netconf.Tests.Support;

/// <summary>A server's end that sends whatever bytes it is told to.</summary>
internal sealed class RawPeer
{
    public const string Capability10 = "urn:ietf:params:netconf:base:1.0";
    public const string Capability11 = "urn:ietf:params:netconf:base:1.1";

    private readonly PipePair _pipes;

    /// <summary>Makes it.</summary>
    /// <param name="threshold">How many bytes are sent before the client must have taken them.</param>
    public RawPeer(long threshold = 64 * 1024) => _pipes = new PipePair(downThreshold: threshold);

    public static string Hello(params string[] capabilities) =>
        $"<hello xmlns='{Rpc.Base}'><capabilities>{string.Concat(capabilities.Select(c => $"<capability>{c}</capability>"))}</capabilities><session-id>1</session-id></hello>]]>]]>";

    public static string Chunk(string text) => $"\n#{Encoding.UTF8.GetByteCount(text)}\n{text}";

    /// <summary>A whole message in one chunk.</summary>
    public static string Message(string text) => Chunk(text) + "\n##\n";

    public async Task<NetconfClient> ConnectAsync(NetconfClientOptions? options = null, string? hello = null)
    {
        await SendAsync(hello ?? Hello(Capability11));
        return await NetconfClient.ConnectAsync(_pipes.Client, options);
    }

    public System.IO.Pipelines.IDuplexPipe ClientEnd => _pipes.Client;

    public async Task SendAsync(string text) => await _pipes.Server.Output.WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendSlowlyAsync(string text, int size)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < bytes.Length; at += size) await _pipes.Server.Output.WriteAsync(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
    }

    /// <summary>Reads until what the client has sent has this text in it, and forgets that.</summary>
    public async Task<string> ReceiveAsync(string text)
    {
        while (true)
        {
            var result = await _pipes.Server.Input.ReadAsync();
            var all = Encoding.UTF8.GetString(result.Buffer);
            var found = all.Contains(text, StringComparison.Ordinal);
            _pipes.Server.Input.AdvanceTo(found ? result.Buffer.End : result.Buffer.Start, result.Buffer.End);
            if (found) return all;
            if (result.IsCompleted) throw new InvalidOperationException($"The client ended without {text}.");
        }
    }

    public async Task CloseAsync() => await _pipes.Server.Output.CompleteAsync();
}
