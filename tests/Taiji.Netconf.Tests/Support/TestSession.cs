using System.Buffers;
using System.Text;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Client;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Serving;

namespace Taiji.Netconf.Tests.Support;

/// <summary>A server's session over a pipe, and raw or proper clients for it.</summary>
internal sealed class TestSession : IAsyncDisposable
{
    public const string Hello11 = """
        <hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>
        """;

    public const string Hello10 = """
        <hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>
        """;

    private readonly PipePair _pipes;
    private readonly CancellationTokenSource _kill = new();
    private readonly NetconfServerSession _session;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;

    public TestSession(NetconfSessionOptions? options = null, TimeProvider? time = null, long threshold = 64 * 1024, INetconfCounters? counters = null)
    {
        _pipes = new PipePair(threshold);
        _session = new NetconfServerSession(_pipes.Server, new NetconfSessionSetup
        {
            SessionId = 7,
            Capabilities = new CapabilitySet(CapabilityUris.Base10, CapabilityUris.Base11),
            Operations = Operations,
            Options = options ?? new NetconfSessionOptions { HelloTimeout = Timeout.InfiniteTimeSpan },
            Time = time ?? TimeProvider.System,
            Counters = counters,
        });
        _reader = new FrameReader(_pipes.Client.Input, int.MaxValue);
        _writer = new FrameWriter(_pipes.Client.Output);
        Running = _session.RunAsync(_kill.Token);
    }

    public FakeOperations Operations { get; } = new();

    /// <summary>The server's end.</summary>
    public NetconfServerSession Serving => _session;

    /// <summary>Completes when the session has ended.</summary>
    public Task Running { get; }

    public static async Task<TestSession> Begin11Async(NetconfSessionOptions? options = null, TimeProvider? time = null, INetconfCounters? counters = null) =>
        await new TestSession(options, time, counters: counters).BeginAsync(Hello11, FramingMode.Chunked);

    public static async Task<TestSession> Begin10Async(NetconfSessionOptions? options = null) => await new TestSession(options).BeginAsync(Hello10, FramingMode.EndOfMessage);

    public Task<NetconfClient> ConnectAsync() => NetconfClient.ConnectAsync(_pipes.Client);

    public void Kill() => _kill.Cancel();

    public async Task SendRawAsync(string text) => await _pipes.Client.Output.WriteAsync(Encoding.UTF8.GetBytes(text));

    public ValueTask CloseInputAsync() => _pipes.Client.Output.CompleteAsync();

    public async Task SendAsync(string message)
    {
        _writer.Write(Encoding.UTF8.GetBytes(message));
        _writer.EndMessage();
        await _writer.FlushOutputAsync();
    }

    /// <summary>The next message's text; null when the server has closed.</summary>
    public async Task<string?> ReceiveAsync()
    {
        try
        {
            return await _reader.ReadMessageAsync(CancellationToken.None) is { } message ? Encoding.UTF8.GetString(message.Content) : null;
        }
        catch (NetconfException)
        {
            return null;
        }
    }

    /// <summary>The framing of what the server sends from now on.</summary>
    public void Expect(bool isChunked) => _reader.Mode = isChunked ? FramingMode.Chunked : FramingMode.EndOfMessage;

    /// <summary>Sends one rpc and receives one reply.</summary>
    public async Task<string> AskAsync(string message)
    {
        await SendAsync(message);
        return (await ReceiveAsync()).ShouldNotBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        await Running;
        _session.Dispose();
        _kill.Dispose();
    }

    private async Task<TestSession> BeginAsync(string hello, FramingMode mode)
    {
        (await ReceiveAsync()).ShouldNotBeNull().ShouldContain("<session-id>7</session-id>");
        await SendAsync(hello);
        _reader.Mode = _writer.Mode = mode;
        return this;
    }
}
