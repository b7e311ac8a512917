using System.IO.Pipelines;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Taiji.Netconf.Framing;

namespace Taiji.Netconf.Tests.Framing;

public sealed class FrameReaderTests
{
    [Fact]
    public void Messages_come_whole_however_their_bytes_are_split() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => RoundTripAsync(new Random(seed)).GetAwaiter().GetResult()));

    [Theory]
    [InlineData("#4\nabcd\n##\n")]
    [InlineData("\n#0\n\n##\n")]
    [InlineData("\n#04\nabcd\n##\n")]
    [InlineData("\n#4294967296\na")]
    [InlineData("\n#99999999999999999999\na")]
    [InlineData("\n#-1\na")]
    [InlineData("\n# 4\nabcd\n##\n")]
    [InlineData("\n#4 \nabcd\n##\n")]
    [InlineData("\n#4\r\nabcd\n##\n")]
    [InlineData("\n#x\n")]
    [InlineData("\n##\n")]
    [InlineData("\n#4\nabcd##\n")]
    [InlineData("\n#4\nabcdef\n##\n")]
    [InlineData("\n#4\nabcd\n##x")]
    [InlineData("\n#4\nabcd\n##\nx")]
    [InlineData("\n#4\nabcd\n##\n\n\n#4\nabcd\n##\n")]
    [InlineData("<rpc/>]]>]]>")]
    public async Task A_malformed_chunk_ends_the_session(string bytes)
    {
        var reader = Reader(bytes, FramingMode.Chunked, out _);
        await Should.ThrowAsync<FramingException>(async () =>
        {
            while (await reader.ReadMessageAsync(CancellationToken.None) is not null)
            {
            }
        });
    }

    [Theory]
    [InlineData(FramingMode.Chunked, "\n#4\nab")]
    [InlineData(FramingMode.Chunked, "\n#4\nabcd")]
    [InlineData(FramingMode.Chunked, "\n#4\nabcd\n#")]
    [InlineData(FramingMode.Chunked, "\n#4\nabcd\n##")]
    [InlineData(FramingMode.Chunked, "\n#")]
    [InlineData(FramingMode.EndOfMessage, "<rpc/>")]
    [InlineData(FramingMode.EndOfMessage, "<rpc/>]]>]]")]
    public async Task An_input_that_ends_inside_a_message_is_no_message(FramingMode mode, string bytes) =>
        (await Should.ThrowAsync<FramingException>(async () => await Reader(bytes, mode, out _).ReadMessageAsync(CancellationToken.None))).Message.ShouldContain("ended");

    [Theory]
    [InlineData(FramingMode.Chunked, "")]
    [InlineData(FramingMode.EndOfMessage, "")]
    [InlineData(FramingMode.EndOfMessage, " \r\n\n")]
    public async Task An_input_that_ends_between_messages_ends_well(FramingMode mode, string bytes) =>
        (await Reader(bytes, mode, out _).ReadMessageAsync(CancellationToken.None)).ShouldBeNull();

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\n\n\r\n")]
    public async Task Line_ends_after_the_hello_are_skipped(string lineEnds)
    {
        var reader = Reader($"<hello/>]]>]]>{lineEnds}\n#4\nabcd\n##\n", FramingMode.EndOfMessage, out _);
        Text(await reader.ReadMessageAsync(CancellationToken.None)).ShouldBe("<hello/>");
        reader.Mode = FramingMode.Chunked;
        Text(await reader.ReadMessageAsync(CancellationToken.None)).ShouldBe("abcd");
    }

    [Theory]
    [InlineData("]]>]]]>]]>", "]]>]")]
    [InlineData("]]>]]]]>]]>", "]]>]]")]
    [InlineData("]]]]]>]]>", "]]]")]
    [InlineData("a]]>b]]>]]>", "a]]>b")]
    public async Task What_only_looks_like_the_delimiter_is_content(string bytes, string message)
    {
        var reader = Reader("", FramingMode.EndOfMessage, out var input, complete: false);
        var next = reader.ReadMessageAsync(CancellationToken.None);
        foreach (var b in Encoding.UTF8.GetBytes(bytes)) await input.WriteAsync(new[] { b });
        Text(await next).ShouldBe(message);
    }

    [Theory]
    [InlineData(FramingMode.EndOfMessage)]
    [InlineData(FramingMode.Chunked)]
    public async Task A_message_that_is_too_big_is_skipped_and_the_next_one_read(FramingMode mode)
    {
        var big = new string('x', 1_000_000);
        var bytes = mode == FramingMode.Chunked
            ? $"\n#8\n<rpc a='\n#{big.Length}\n{big}\n##\n\n#4\nabcd\n##\n"
            : $"<rpc a='{big}]]>]]>abcd]]>]]>";
        var reader = Reader("", mode, out var input, complete: false, max: 1000);
        var writing = WriteInPiecesAsync(input, bytes, 4096);
        var first = (await reader.ReadMessageAsync(CancellationToken.None)).ShouldNotBeNull();
        first.IsTooBig.ShouldBeTrue();
        Encoding.UTF8.GetString(first.Content).ShouldStartWith("<rpc a='");
        first.Content.Length.ShouldBeLessThan(64 * 1024);
        Text(await reader.ReadMessageAsync(CancellationToken.None)).ShouldBe("abcd");
        await writing;
    }

    [Fact]
    public async Task A_message_of_just_the_longest_size_is_taken()
    {
        var reader = Reader("\n#500\n" + new string('a', 500) + "\n#500\n" + new string('b', 500) + "\n##\n", FramingMode.Chunked, out _, max: 1000);
        (await reader.ReadMessageAsync(CancellationToken.None)).ShouldNotBeNull().IsTooBig.ShouldBeFalse();
    }

    [Fact]
    public async Task Giving_up_a_read_loses_nothing()
    {
        var reader = Reader("", FramingMode.Chunked, out var input, complete: false);
        await input.WriteAsync("\n#4\nab"u8.ToArray());
        using var cancel = new CancellationTokenSource();
        var read = reader.ReadMessageAsync(cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await read);
        await input.WriteAsync("cd\n##\n"u8.ToArray());
        Text(await reader.ReadMessageAsync(CancellationToken.None)).ShouldBe("abcd");
    }

    private static async Task<bool> RoundTripAsync(Random random)
    {
        var mode = random.Next(2) == 0 ? FramingMode.Chunked : FramingMode.EndOfMessage;
        var messages = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Message(random)).ToList();
        var bytes = string.Concat(messages.Select(m => Frame(m, mode, random)));
        var reader = Reader("", mode, out var input, complete: false);
        var writing = WriteInPiecesAsync(input, bytes, random.Next(1, 40));
        foreach (var message in messages) Text(await reader.ReadMessageAsync(CancellationToken.None)).ShouldBe(message);
        await writing;
        await input.CompleteAsync();
        return await reader.ReadMessageAsync(CancellationToken.None) is null;
    }

    private static string Message(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(8) switch
    {
        0 => "]",
        1 => "]]",
        2 => ">",
        3 => "\n#",
        4 => "\n##\n",
        _ => "é",
    })).Replace("]]>]]>", "", StringComparison.Ordinal) + "x";

    private static string Frame(string message, FramingMode mode, Random random)
    {
        if (mode == FramingMode.EndOfMessage) return message + "]]>]]>";
        var result = new StringBuilder();
        for (var at = 0; at < message.Length;)
        {
            var n = random.Next(1, message.Length - at + 1);
            var part = message.Substring(at, n);
            result.Append("\n#").Append(Encoding.UTF8.GetByteCount(part)).Append('\n').Append(part);
            at += n;
        }

        return result.Append("\n##\n").ToString();
    }

    private static async Task WriteInPiecesAsync(PipeWriter input, string bytes, int size)
    {
        foreach (var piece in Encoding.UTF8.GetBytes(bytes).Chunk(size)) await input.WriteAsync(piece);
    }

    private static FrameReader Reader(string bytes, FramingMode mode, out PipeWriter input, bool complete = true, long max = int.MaxValue)
    {
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        input = pipe.Writer;
        var memory = Encoding.UTF8.GetBytes(bytes);
        memory.CopyTo(input.GetSpan(memory.Length + 1));
        input.Advance(memory.Length);
        _ = input.FlushAsync().AsTask();
        if (complete) input.Complete();
        return new FrameReader(pipe.Reader, max) { Mode = mode };
    }

    private static string Text(FramedMessage? message) => Encoding.UTF8.GetString(message.ShouldNotBeNull().Content);
}
