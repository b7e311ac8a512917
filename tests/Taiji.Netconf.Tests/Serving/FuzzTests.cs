using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Taiji.Netconf.Serving;
using Taiji.Netconf.Tests.Support;

namespace Taiji.Netconf.Tests.Serving;

public sealed class FuzzTests
{
    private static readonly string[] Seeds =
    [
        Rpc.Of("<ok/>"),
        Rpc.Of("<data size='3'/>"),
        $"<?xml version='1.0' encoding='UTF-8'?><nc:rpc xmlns:nc='{Rpc.Base}' xmlns:a='urn:a' a:b='&lt;c&gt;' message-id='7'><nc:refuse><x>text &amp; more<![CDATA[<raw>]]></x></nc:refuse></nc:rpc>",
        $"<rpc xmlns='{Rpc.Base}' message-id='8'><!-- c --><data-then-refuse size='4'/></rpc>",
    ];

    [Fact]
    public void Mutated_messages_are_answered_or_end_their_session_and_nothing_else_happens() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => AnswerAsync(new Random(seed)).GetAwaiter().GetResult()));

    [Fact]
    public void Mutated_frames_are_answered_or_end_their_session_and_nothing_else_happens() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => EndAsync(new Random(seed)).GetAwaiter().GetResult()));

    /// <summary>A mutated message in a good frame: one reply for each, and the session goes on.</summary>
    private static async Task<bool> AnswerAsync(Random random)
    {
        await using var session = await TestSession.Begin11Async(Options(random));
        var message = Mutate(Seeds[random.Next(Seeds.Length)], random);
        if (message.Length == 0) message = " ";
        await session.SendAsync(message);
        var reply = (await session.ReceiveAsync()).ShouldNotBeNull();
        reply.ShouldContain("rpc-reply");
        if (session.Running.IsCompleted || reply.Contains("close-session", StringComparison.Ordinal)) return false;
        (await session.AskAsync(Rpc.Of("<ok/>", 99))).ShouldBe(Rpc.Ok(99));
        return true;
    }

    /// <summary>Mutated bytes, then the end of the input: the session ends by itself and never throws.</summary>
    private static async Task<bool> EndAsync(Random random)
    {
        await using var session = await TestSession.Begin11Async(Options(random));
        var framed = string.Concat(Seeds.Select(s => $"\n#{Encoding.UTF8.GetByteCount(s)}\n{s}\n##\n"));
        await session.SendRawAsync(Mutate(framed, random));
        await session.CloseInputAsync();
        while (await session.ReceiveAsync() is not null)
        {
        }

        await session.Running;
        return session.Running.IsCompletedSuccessfully;
    }

    /// <summary>Half of the sessions take every message for one that is too long to be kept, and read it while it comes.</summary>
    private static NetconfSessionOptions Options(Random random) => new() { MaxKeptSize = random.Next(2) == 0 ? 1 : 256 * 1024, HelloTimeout = Timeout.InfiniteTimeSpan };

    private static string Mutate(string text, Random random)
    {
        var result = new StringBuilder(text);
        for (var n = random.Next(1, 5); n > 0 && result.Length > 0; n--)
        {
            var at = random.Next(result.Length);
            switch (random.Next(5))
            {
                case 0:
                    result[at] = "<>&\"'/ \n#0x;:=!-[]\u0001\u00e9\ufffe"[random.Next(21)];
                    break;
                case 1:
                    result.Remove(at, Math.Min(random.Next(1, 20), result.Length - at));
                    break;
                case 2:
                    result.Insert(at, result.ToString(at, Math.Min(random.Next(1, 40), result.Length - at)));
                    break;
                case 3:
                    result.Length = at;
                    break;
                default:
                    result.Insert(at, "<a xmlns='urn:b'>");
                    break;
            }
        }

        return result.ToString();
    }
}
