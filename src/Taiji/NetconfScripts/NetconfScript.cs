using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Taiji.Netconf;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Framing;
using Taiji.Netconf.Messages;

namespace Taiji.NetconfScripts;

/// <summary>Carries a script's messages to a server and the answers back, message by message.</summary>
/// <param name="isQuiet">Whether the script has no hello, and gets none.</param>
/// <param name="user">Whom each rpc is for; null for whoever runs this.</param>
/// <param name="stopsAtBad">Whether a message that isn't well-formed ends the script.</param>
internal sealed partial class NetconfScript(bool isQuiet, string? user, bool stopsAtBad)
{
    private const int MaxDepth = 1000;

    private NetconfException? _fault;

    /// <summary>Whether there is nothing to do about messages.</summary>
    public bool IsPlain => !isQuiet && user is null && !stopsAtBad;

    /// <summary>Runs until the server closes; the end of the input is passed on, and what the server still answers is waited for.</summary>
    /// <param name="path">The server's Unix socket.</param>
    /// <param name="input">The script.</param>
    /// <param name="output">What the server answers.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="SocketException">No server listens there, or this user may not connect.</exception>
    /// <exception cref="NetconfException">The script or the server broke the protocol.</exception>
    public async Task RunAsync(string path, Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        await using var stream = new NetworkStream(socket);
        var server = new StreamTransport(stream);
        var (fromServer, toServer) = (new FrameReader(server.Input, long.MaxValue), new FrameWriter(server.Output));
        var script = PipeReader.Create(input);
        var (fromScript, toScript) = (new FrameReader(script, long.MaxValue), new FrameWriter(PipeWriter.Create(output)));

        var greeting = Copy(await fromServer.ReadMessageAsync(cancellationToken));
        if (!isQuiet) await ForwardAsync(greeting, toScript, cancellationToken);
        var hello = isQuiet ? await MakeHelloAsync(script, cancellationToken) : Copy(await fromScript.ReadMessageAsync(cancellationToken));
        await ForwardAsync(hello, toServer, cancellationToken);
        fromScript.Mode = fromServer.Mode = toServer.Mode = toScript.Mode = Framing(greeting, hello);

        var answers = ReceiveAsync(fromServer, toScript, cancellationToken);
        var sending = SendAsync(fromScript, toServer, socket, cancellationToken);
        // The server may close first, in the middle of the script.
        if (await Task.WhenAny(answers, sending) == sending) await sending;
        await answers;
        if (Volatile.Read(ref _fault) is { } fault) throw fault;
    }

    private static byte[] Copy(FramedMessage? message) => message is { } found ? found.Content.ToArray() : throw new NetconfException("The session ended before its hello.");

    private static async Task ForwardAsync(ReadOnlyMemory<byte> message, FrameWriter to, CancellationToken cancellationToken)
    {
        to.Write(message.Span);
        to.EndMessage();
        await to.FlushOutputAsync(cancellationToken);
    }

    /// <summary>A hello for the framing that the script begins with.</summary>
    private static async Task<byte[]> MakeHelloAsync(PipeReader script, CancellationToken cancellationToken)
    {
        var read = await script.ReadAtLeastAsync(2, cancellationToken);
        var isChunked = new SequenceReader<byte>(read.Buffer).IsNext("\n#"u8);
        script.AdvanceTo(read.Buffer.Start);
        var hello = new ArrayBufferWriter<byte>();
        new HelloMessage(new CapabilitySet(isChunked ? CapabilityUris.Base11 : CapabilityUris.Base10), null).Write(hello);
        return hello.WrittenSpan.ToArray();
    }

    private static FramingMode Framing(byte[] server, byte[] client)
    {
        try
        {
            return Capabilities(server).CommonBase(Capabilities(client)) == CapabilityUris.Base11 ? FramingMode.Chunked : FramingMode.EndOfMessage;
        }
        catch (XmlException e)
        {
            throw new NetconfException($"The hello is not well-formed: {e.Message}", e);
        }
    }

    private static CapabilitySet Capabilities(byte[] hello)
    {
        using var xml = MessageXml.Open(new ReadOnlySequence<byte>(hello), MaxDepth);
        return HelloMessage.Read(xml).Capabilities;
    }

    private static async Task ReceiveAsync(FrameReader from, FrameWriter to, CancellationToken cancellationToken)
    {
        try
        {
            while (await from.ReadMessageAsync(cancellationToken) is { } message)
            {
                foreach (var piece in message.Content) to.Write(piece.Span);
                to.EndMessage();
                await to.FlushOutputAsync(cancellationToken);
            }
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // The server closed without reading all that was sent.
        }
    }

    private async Task SendAsync(FrameReader from, FrameWriter to, Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            while (await from.ReadMessageAsync(cancellationToken) is { } message)
            {
                if (stopsAtBad) Check(message.Content);
                await ForwardAsync(user is null ? message.Content.ToArray() : WithUser(message.Content), to, cancellationToken);
            }
        }
        catch (IOException e) when (e.InnerException is SocketException)
        {
            // The server has closed: the other direction sees it too.
            return;
        }
        catch (NetconfException e)
        {
            // What was sent before is answered all the same.
            Volatile.Write(ref _fault, e);
        }

        if (socket.Connected) socket.Shutdown(SocketShutdown.Send);
    }

    private static void Check(in ReadOnlySequence<byte> message)
    {
        try
        {
            using var xml = MessageXml.Open(message, MaxDepth);
            MessageXml.ReadToEnd(xml);
        }
        catch (XmlException e)
        {
            throw new NetconfException($"a message of the script is not well-formed: {e.Message}", e);
        }
    }

    private byte[] WithUser(in ReadOnlySequence<byte> message)
    {
        var text = Encoding.UTF8.GetString(message);
        if (StartOfRpc().Match(text) is not { Success: true } start) return message.ToArray();
        var attribute = new ArrayBufferWriter<byte>();
        attribute.WriteEscaped(user);
        return Encoding.UTF8.GetBytes(text.Insert(start.Index + start.Length, $" username=\"{Encoding.UTF8.GetString(attribute.WrittenSpan)}\""));
    }

    [GeneratedRegex(@"<([\p{L}_][\p{L}\d_.\-]*:)?rpc(?=[\s/>])", RegexOptions.CultureInvariant)]
    private static partial Regex StartOfRpc();
}
