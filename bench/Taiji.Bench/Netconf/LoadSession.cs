using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Taiji.Bench.Netconf;

/// <summary>
/// A NETCONF session without a client library, so that it isn't what is measured: requests are bytes made beforehand, replies are counted by their ends and looked through for errors.
/// </summary>
internal sealed class LoadSession : IDisposable
{
    private const string Base = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private const int BufferSize = 256 * 1024;

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly IDisposable? _owned;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _kept;

    // Below zero when replies to a later batch have come with those of an earlier one.
    private int _missing;

    private LoadSession(Stream input, Stream output, IDisposable? owned)
    {
        _input = input;
        _output = output;
        _owned = owned;
    }

    /// <summary>Bytes received since the hello, frames included.</summary>
    public long Received { get; private set; }

    /// <summary>Begins a session of base:1.1 on a Unix socket.</summary>
    public static async Task<LoadSession> OpenAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var stream = new NetworkStream(socket, ownsSocket: true);
        return await OpenAsync(stream, stream, stream);
    }

    /// <summary>Begins a session of base:1.1 on open streams.</summary>
    public static async Task<LoadSession> OpenAsync(Stream input, Stream output, IDisposable? owned)
    {
        var session = new LoadSession(input, output, owned);
        await output.WriteAsync(Encoding.ASCII.GetBytes($"<hello xmlns=\"{Base}\"><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>]]>]]>"));
        await output.FlushAsync();
        var used = 0;
        while (session._buffer.AsSpan(0, used).IndexOf("]]>]]>"u8) < 0)
        {
            var n = await input.ReadAsync(session._buffer.AsMemory(used));
            if (n == 0) throw new IOException("The server closed the session before its hello.");
            used += n;
        }

        return session;
    }

    /// <summary>One request in its frame.</summary>
    public static byte[] Request(string operation)
    {
        var message = $"<rpc message-id=\"101\" xmlns=\"{Base}\">{operation}</rpc>";
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n#{Encoding.UTF8.GetByteCount(message)}\n{message}\n##\n"));
    }

    /// <summary>Sends batches of requests, keeping two on their way, and takes all replies.</summary>
    /// <param name="batches">Requests in their frames, several in one piece.</param>
    /// <param name="perBatch">How many are in each.</param>
    public async Task RunAsync(IReadOnlyList<byte[]> batches, int perBatch)
    {
        for (var i = 0; i < batches.Count; i++)
        {
            await _output.WriteAsync(batches[i]);
            await _output.FlushAsync();
            if (i > 0) await TakeRepliesAsync(perBatch);
        }

        await TakeRepliesAsync(perBatch);
    }

    /// <summary>Sends bytes as they are, while nothing is read.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _output.WriteAsync(bytes);

    /// <summary>The next reply, which is a short one and the only one on its way.</summary>
    public async Task<string> ReadReplyAsync()
    {
        var used = 0;
        while (_buffer.AsSpan(0, used).IndexOf("\n##\n"u8) < 0)
        {
            var n = await _input.ReadAsync(_buffer.AsMemory(used));
            if (n == 0) throw new IOException("The server closed the session.");
            used += n;
        }

        return Encoding.UTF8.GetString(_buffer, 0, used);
    }

    /// <summary>Takes a number of replies.</summary>
    /// <exception cref="InvalidOperationException">One was an error.</exception>
    public async Task TakeRepliesAsync(int count)
    {
        for (_missing += count; _missing > 0;)
        {
            var n = await _input.ReadAsync(_buffer.AsMemory(_kept));
            if (n == 0) throw new IOException("The server closed the session.");
            Received += n;
            var text = _buffer.AsMemory(0, _kept + n);
            if (text.Span.IndexOf("<rpc-error>"u8) >= 0) throw new InvalidOperationException(Encoding.UTF8.GetString(text.Span));
            _missing -= Ends(text.Span, out var end);
            // What may be the beginning of an end, or of an error, is looked at once more.
            _kept = Math.Min(text.Length - end, "<rpc-error>".Length - 1);
            text.Span[^_kept..].CopyTo(_buffer);
        }
    }

    public void Dispose() => _owned?.Dispose();

    private static int Ends(ReadOnlySpan<byte> text, out int end)
    {
        var count = 0;
        end = 0;
        while (text[end..].IndexOf("\n##\n"u8) is >= 0 and var at)
        {
            count++;
            end += at + 4;
        }

        return count;
    }
}
