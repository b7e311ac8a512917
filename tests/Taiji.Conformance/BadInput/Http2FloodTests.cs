using System.Buffers.Binary;
using System.Text;

namespace Taiji.Conformance.BadInput;

/// <summary>HTTP/2 clients that ask for more than they should: their connection is ended (RFC 9113 §10.5), and nobody else notices.</summary>
[Collection(HostileCollection.Name)]
public sealed class Http2FloodTests(HostileFixture server)
{
    private const byte Headers = 1, Reset = 3, Settings = 4, Ping = 6, Continuation = 9;
    private const byte EndStream = 1, EndHeaders = 4;
    private static readonly byte[] Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    /// <summary>GET of a path that needs a login: names and values from the static table (RFC 7541 Appendix A), the path and authority literal.</summary>
    private static readonly byte[] Get = [0x82, 0x86, 0x04, 14, .. "/restconf/data"u8, 0x01, 9, .. "localhost"u8];

    [Fact]
    public async Task Streams_that_are_reset_as_soon_as_they_begin()
    {
        var flood = new List<byte>(Begin());
        for (var stream = 1; stream < 20_000; stream += 2)
        {
            flood.AddRange(Frame(Headers, EndStream | EndHeaders, stream, Get));
            flood.AddRange(Frame(Reset, 0, stream, [0, 0, 0, 8]));
        }

        await FloodAsync(flood);
    }

    [Fact]
    public async Task A_header_without_end()
    {
        var flood = new List<byte>([.. Begin(), .. Frame(Headers, EndStream, 1, Get)]);
        byte[] field = [0x00, 3, .. "x-a"u8, 0x7F, 0x81, 0x1E, .. new byte[4000].Select(_ => (byte)'a')];
        for (var i = 0; i < 200; i++) flood.AddRange(Frame(Continuation, 0, 1, field));
        await FloodAsync(flood);
    }

    [Fact]
    public async Task More_streams_at_a_time_than_the_server_takes()
    {
        // Bodies that never come keep them open.
        byte[] put = [0x02, 3, .. "PUT"u8, .. Get.AsSpan(1)];
        var flood = new List<byte>(Begin());
        for (var stream = 1; stream < 2_000; stream += 2) flood.AddRange(Frame(Headers, EndHeaders, stream, put));
        await FloodAsync(flood, endsConnection: false);
    }

    [Theory]
    [InlineData(Ping)]
    [InlineData(Settings)]
    public async Task Frames_that_must_be_answered(byte type)
    {
        var flood = new List<byte>(Begin());
        for (var i = 0; i < 50_000; i++) flood.AddRange(Frame(type, 0, 0, type == Ping ? new byte[8] : []));
        await FloodAsync(flood, endsConnection: false);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 99, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 1, 1, 5, 0, 0, 0, 1, 0xFF })]
    public async Task Frames_that_are_none(byte[] frame) => await FloodAsync([.. Begin(), .. frame, .. Frame(Headers, EndStream | EndHeaders, 2, Get)]);

    /// <summary>Sends it all, whatever the server says meanwhile.</summary>
    private async Task FloodAsync(List<byte> bytes, bool endsConnection = true)
    {
        using (var connection = await HttpConnection.OpenAsync(server.Taiji))
        {
            // Its GOAWAY may be lost where bytes of ours stay unread; that the connection ends isn't.
            var reading = endsConnection ? connection.ReadBytesToEndAsync() : Task.FromResult<byte[]>([]);
            try
            {
                await connection.SendAsync(bytes.ToArray());
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The server has had enough.
            }

            await reading;
        }

        await server.ShouldBeWellAsync();
    }

    private static byte[] Begin() => [.. Preface, .. Frame(Settings, 0, 0, [])];

    private static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }
}
