using Taiji.Netconf.Client;
using Taiji.Netconf.Tests.Support;
using Taiji.Yang.Diagnostics;

namespace Taiji.Netconf.Tests.Client;

public sealed class RaisingTests
{
    [Theory]
    [InlineData("error", RaiseMode.None, false)]
    [InlineData("error", RaiseMode.Errors, true)]
    [InlineData("error", RaiseMode.All, true)]
    [InlineData("warning", RaiseMode.None, false)]
    [InlineData("warning", RaiseMode.Errors, false)]
    [InlineData("warning", RaiseMode.All, true)]
    public async Task The_mode_says_what_throws(string severity, RaiseMode mode, bool throws)
    {
        await using var server = new ScriptedServer(_ => Errors.Of("operation-failed", severity));
        await using var client = await server.ConnectAsync(new NetconfClientOptions { RaiseMode = mode });
        if (throws) await Should.ThrowAsync<RpcErrorException>(() => client.CommitAsync());
        else (await client.CommitAsync()).Errors.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Ignored_errors_do_not_throw_and_the_others_do()
    {
        await using var server = new ScriptedServer(a => Errors.Of(a.Name.LocalName == "get" ? "operation-failed" : "in-use"));
        await using var client = await server.ConnectAsync(new NetconfClientOptions { IgnoreError = e => e.Tag == "in-use" });
        (await client.CommitAsync()).Errors.Single().Tag.ShouldBe("in-use");
        await Should.ThrowAsync<RpcErrorException>(() => client.GetAsync());
    }

    [Fact]
    public async Task A_reply_that_does_not_come_in_time_is_a_time_out_and_the_session_goes_on()
    {
        var time = new ManualTime();
        await using var server = new ScriptedServer(a => a.Name.LocalName == "get" ? null : "<ok/>");
        await using var client = await server.ConnectAsync(new NetconfClientOptions { RequestTimeout = TimeSpan.FromSeconds(5), Time = time });
        var waiting = client.GetAsync();
        await time.ElapseAsync();
        (await Should.ThrowAsync<TimeoutException>(() => waiting)).Message.ShouldBe("No reply to get came in 5 s.");
        (await client.CommitAsync()).IsOk.ShouldBeTrue();
    }
}

/// <summary>What a server that refuses answers.</summary>
internal static class Errors
{
    public static string Of(string tag, string severity = "error") =>
        $"<rpc-error><error-type>protocol</error-type><error-tag>{tag}</error-tag><error-severity>{severity}</error-severity></rpc-error>";
}
