using System.Buffers;
using System.Text;
using System.Xml.Linq;
using Taiji.Netconf.Client;
using Taiji.Netconf.Framing;

namespace Taiji.Netconf.Tests.Support;

/// <summary>A peer that answers what it is told to, and keeps what it was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private const string Hello = """
        <hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities><session-id>42</session-id></hello>
        """;

    private readonly PipePair _pipes = new();
    private readonly Func<XElement, string?> _answer;
    private readonly Task _running;

    /// <summary>Makes it.</summary>
    /// <param name="answer">From the operation's element to what stands in the reply; null for no reply.</param>
    public ScriptedServer(Func<XElement, string?>? answer = null)
    {
        _answer = answer ?? (_ => "<ok/>");
        _running = RunAsync();
    }

    /// <summary>The operations asked for, in order.</summary>
    public List<XElement> Asked { get; } = [];

    public Task<NetconfClient> ConnectAsync(NetconfClientOptions? options = null) => NetconfClient.ConnectAsync(_pipes.Client, options);

    public async ValueTask DisposeAsync() => await _running;

    private async Task RunAsync()
    {
        var reader = new FrameReader(_pipes.Server.Input, int.MaxValue);
        var writer = new FrameWriter(_pipes.Server.Output);
        await SendAsync(writer, Hello);
        await reader.ReadMessageAsync(CancellationToken.None);
        reader.Mode = writer.Mode = FramingMode.Chunked;
        while (await reader.ReadMessageAsync(CancellationToken.None) is { } message)
        {
            var rpc = XElement.Parse(Encoding.UTF8.GetString(message.Content));
            var operation = rpc.Elements().Single();
            lock (Asked) Asked.Add(operation);
            if (_answer(operation) is not { } content) continue;
            try
            {
                await SendAsync(writer, $"<rpc-reply xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\" message-id=\"{rpc.Attribute("message-id")!.Value}\">{content}</rpc-reply>");
            }
            catch (NetconfException)
            {
                // The client has gone while it was answered.
                break;
            }
        }

        await _pipes.Server.Output.CompleteAsync();
    }

    private static async Task SendAsync(FrameWriter writer, string message)
    {
        writer.Write(Encoding.UTF8.GetBytes(message));
        writer.EndMessage();
        await writer.FlushOutputAsync();
    }
}
