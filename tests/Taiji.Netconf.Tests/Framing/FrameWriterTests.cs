using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Taiji.Netconf.Framing;

namespace Taiji.Netconf.Tests.Framing;

public sealed class FrameWriterTests
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));

    [Fact]
    public async Task A_small_message_is_one_chunk()
    {
        var writer = new FrameWriter(_pipe.Writer) { Mode = FramingMode.Chunked };
        writer.Write("<a>"u8);
        await writer.FlushAsync();
        writer.Write("</a>"u8);
        writer.EndMessage();
        await writer.FlushOutputAsync();
        (await ReadAsync()).ShouldBe("\n#7\n<a></a>\n##\n");
    }

    [Fact]
    public async Task The_old_framing_ends_a_message_with_its_delimiter()
    {
        var writer = new FrameWriter(_pipe.Writer);
        writer.Write("<a/>"u8);
        writer.EndMessage();
        await writer.FlushOutputAsync();
        (await ReadAsync()).ShouldBe("<a/>]]>]]>");
    }

    [Theory]
    [InlineData(FramingMode.Chunked)]
    [InlineData(FramingMode.EndOfMessage)]
    public async Task A_long_message_leaves_in_parts_and_arrives_whole(FramingMode mode)
    {
        var random = new Random(1);
        var content = new byte[1_000_000];
        random.NextBytes(content);
        for (var i = 0; i < content.Length; i++) content[i] = (byte)('a' + (content[i] % 26));
        var writer = new FrameWriter(_pipe.Writer) { Mode = mode };
        for (var at = 0; at < content.Length;)
        {
            var n = Math.Min(random.Next(1, 100_000), content.Length - at);
            writer.Write(content.AsSpan(at, n));
            await writer.FlushAsync();
            writer.UnflushedBytes.ShouldBeLessThan(200_000);
            at += n;
        }

        writer.EndMessage();
        await writer.FlushOutputAsync();
        await _pipe.Writer.CompleteAsync();
        var reader = new FrameReader(_pipe.Reader, int.MaxValue) { Mode = mode };
        var message = (await reader.ReadMessageAsync(CancellationToken.None)).ShouldNotBeNull();
        message.Content.ToArray().AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task What_has_not_left_can_be_taken_back()
    {
        var writer = new FrameWriter(_pipe.Writer) { Mode = FramingMode.Chunked };
        writer.Write("wrong"u8);
        await writer.FlushAsync();
        writer.TryRewind().ShouldBeTrue();
        writer.Write("right"u8);
        writer.EndMessage();
        await writer.FlushOutputAsync();
        (await ReadAsync()).ShouldBe("\n#5\nright\n##\n");
    }

    [Fact]
    public async Task What_has_left_can_not_be_taken_back()
    {
        var writer = new FrameWriter(_pipe.Writer) { Mode = FramingMode.Chunked };
        writer.Write(new byte[200_000]);
        await writer.FlushAsync();
        writer.TryRewind().ShouldBeFalse();
    }

    [Fact]
    public async Task A_peer_that_does_not_read_any_more_is_told_of()
    {
        await _pipe.Reader.CompleteAsync();
        var writer = new FrameWriter(_pipe.Writer);
        writer.Write("<a/>"u8);
        writer.EndMessage();
        await Should.ThrowAsync<NetconfException>(async () => await writer.FlushOutputAsync());
    }

    private async Task<string> ReadAsync()
    {
        await _pipe.Writer.CompleteAsync();
        var result = await _pipe.Reader.ReadAtLeastAsync(int.MaxValue);
        return Encoding.UTF8.GetString(result.Buffer);
    }
}
