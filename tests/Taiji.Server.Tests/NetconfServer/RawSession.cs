using System.IO.Pipelines;
using System.Text;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Messages;

namespace Taiji.Server.Tests.NetconfServer;

/// <summary>A client of base:1.1 that sends messages as they are written.</summary>
internal sealed class RawSession(IDuplexPipe transport)
{
    private const string Hello = """
        <hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>
        """;

    private readonly FrameReader _reader = new(transport.Input, int.MaxValue);
    private readonly FrameWriter _writer = new(transport.Output);
    private bool _isOpen;

    /// <summary>Sends a message and gives the next one that comes.</summary>
    public async Task<string> AskAsync(string message)
    {
        if (!_isOpen)
        {
            _isOpen = true;
            await SendAsync(Hello);
            await ReadAsync();
            _reader.Mode = _writer.Mode = FramingMode.Chunked;
        }

        await SendAsync(message);
        return await ReadAsync();
    }

    /// <summary>The next message that comes.</summary>
    public async Task<string> ReadAsync() => Encoding.UTF8.GetString((await _reader.ReadMessageAsync(CancellationToken.None))!.Value.Content);

    private async Task SendAsync(string message)
    {
        _writer.WriteRaw(message);
        _writer.EndMessage();
        await _writer.FlushOutputAsync();
    }
}
