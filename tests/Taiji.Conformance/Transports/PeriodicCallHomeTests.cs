using System.Globalization;
using System.Text.RegularExpressions;

namespace Taiji.Conformance.Transports;

/// <summary>A client that is called now and then: beside the other tests, since the shortest period is a minute.</summary>
public sealed partial class PeriodicCallHomeTests(TransportFixture server) : IClassFixture<TransportFixture>
{
    [Fact]
    public async Task A_periodic_client_is_called_at_its_anchor_and_not_again_before_the_period_is_over()
    {
        var port = TransportFixture.FreePort();
        var anchor = DateTimeOffset.UtcNow.AddSeconds(2);
        (await server.ConfigureAsync(
            $"""
            <call-home><netconf-client><name>now-and-then</name><transport>ssh</transport>
            <periodic><period>1</period><anchor-time>{anchor:yyyy-MM-dd'T'HH:mm:ss'Z'}</anchor-time></periodic>
            <endpoint><name>e</name><address>127.0.0.1</address><port>{port}</port></endpoint></netconf-client></call-home>
            """)).ShouldContain("<ok/>");
        var logins = new List<DateTimeOffset>();
        for (var call = 0; call < 2; call++) logins.Add(LoginOf(await AnsweringSsh.RunAsync(port, TransportFixture.WhoAmI)));
        // The server's own times: calls are a whole number of periods after the anchor, however long it takes to answer.
        (logins[1] - logins[0]).ShouldBeGreaterThan(TimeSpan.FromSeconds(30));
        logins[0].ShouldBeGreaterThanOrEqualTo(anchor.AddSeconds(-2));
    }

    private static DateTimeOffset LoginOf(string output) => Login().Matches(output).Select(m => DateTimeOffset.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).Max();

    [GeneratedRegex("<login-time>([^<]+)</login-time>")]
    private static partial Regex Login();
}
