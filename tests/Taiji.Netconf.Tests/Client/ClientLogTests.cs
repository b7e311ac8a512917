using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Taiji.Netconf.Client;
using Taiji.Netconf.Tests.Support;

namespace Taiji.Netconf.Tests.Client;

public sealed class ClientLogTests
{
    [Fact]
    public async Task Requests_and_replies_are_logged_without_their_secrets()
    {
        var log = new ListLogger();
        await using var server = new ScriptedServer(_ => "<data><community-name>public</community-name><name>x</name></data>");
        await using var client = await server.ConnectAsync(new NetconfClientOptions { Logger = log, PeerName = "192.0.2.1" });
        await client.EditConfigAsync("running", "<user xmlns='urn:u'><name>eve</name><u:Password xmlns:u='urn:u'>hunter2</u:Password><secret/><key>7</key></user>");
        log.Lines.Count.ShouldBe(2);
        log.Lines[0].ShouldStartWith("NETCONF session 42 with 192.0.2.1: request 1 edit-config: <edit-config>");
        log.Lines[0].ShouldContain("<name>eve</name><u:Password xmlns:u='urn:u'>***</u:Password><secret/><key>7</key>");
        log.Lines[1].ShouldContain("reply 1 to edit-config after ");
        log.Lines[1].ShouldContain("<community-name>***</community-name><name>x</name>");
        log.Lines.ShouldAllBe(l => !l.Contains("hunter2") && !l.Contains("public"));
    }

    [Fact]
    public async Task Each_request_is_an_activity()
    {
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == NetconfClient.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                if (a.GetTagItem("server.address") is not "activity test") return;
                lock (seen) seen.Add(a);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = new ScriptedServer(a => a.Name.LocalName == "get" ? "<data/>" : Errors.Of("in-use"));
        await using var client = await server.ConnectAsync(new NetconfClientOptions { PeerName = "activity test", RaiseMode = RaiseMode.None });
        await client.GetAsync();
        await client.CommitAsync();
        seen.Select(a => (a.DisplayName, a.Status, a.StatusDescription)).ShouldBe(
            [("netconf get", ActivityStatusCode.Unset, null), ("netconf commit", ActivityStatusCode.Error, "in-use")]);
    }

    [Fact]
    public void A_long_message_is_cut() => SecretMask.Apply(new string('x', 100_000)).Length.ShouldBeLessThan(66_000);

    [Theory]
    [InlineData("<password", "<password")]
    [InlineData("<password>x", "<password>***")]
    [InlineData("<password>", "<password>")]
    [InlineData("<password></password>x", "<password></password>x")]
    [InlineData("text", "text")]
    [InlineData("<password><![CDATA[hunter2]]></password>x", "<password>***</password>x")]
    [InlineData("<a:secret x='1'><value>hunter2</value></a:secret>x", "<a:secret x='1'>***</a:secret>x")]
    [InlineData("<secret>a &gt; > b</secret>x", "<secret>***</secret>x")]
    public void Half_a_message_is_masked_all_the_same(string message, string expected) => SecretMask.Apply(message).ShouldBe(expected);

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines) Lines.Add(formatter(state, exception));
        }
    }
}
