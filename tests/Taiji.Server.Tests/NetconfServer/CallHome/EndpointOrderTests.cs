using Taiji.Server.CallHome;
using Taiji.Server.ListenPoints;

namespace Taiji.Server.Tests.NetconfServer.CallHome;

public sealed class EndpointOrderTests
{
    [Fact]
    public void Each_endpoint_has_its_attempts_and_after_the_last_comes_the_first()
    {
        var order = Order(StartWith.FirstListed, attempts: 2);
        var tried = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            tried.Add(order.Current.Name);
            order.Failed();
        }

        tried.ShouldBe(["a", "a", "b", "b", "c", "c", "a"]);
    }

    [Fact]
    public void Pauses_grow_with_each_round_up_to_a_minute()
    {
        var order = Order(StartWith.FirstListed, attempts: 1);
        Enumerable.Range(0, 24).Select(_ => order.Failed().TotalSeconds).Where((_, i) => i % 3 == 2).ShouldBe([2, 4, 8, 16, 32, 60, 60, 60]);
    }

    [Fact]
    public void The_endpoint_connected_to_last_can_be_first()
    {
        var order = Order(StartWith.LastConnected, attempts: 1);
        order.Current.Name.ShouldBe("a");
        order.Failed();
        order.Connected();
        order.Restart();
        order.Current.Name.ShouldBe("b");
    }

    [Fact]
    public void A_random_endpoint_can_be_first() => Order(StartWith.RandomSelection, attempts: 1).Current.Name.ShouldBe("c");

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z")]
    [InlineData("2026-01-01T00:09:59Z", "2026-01-01T00:10:00Z")]
    [InlineData("2026-01-01T00:10:00Z", "2026-01-01T00:20:00Z")]
    [InlineData("2025-12-31T23:59:00Z", "2026-01-01T00:00:00Z")]
    public void A_period_begins_at_a_multiple_of_its_length_from_the_anchor(string now, string expected)
    {
        var period = new CallHomePeriod(TimeSpan.FromMinutes(10), Time("2026-01-01T02:00:00Z"), null);
        period.Next(Time(now), first: default).ShouldBe(Time(expected));
    }

    [Fact]
    public void Without_anchor_periods_are_counted_from_the_first() =>
        new CallHomePeriod(TimeSpan.FromMinutes(10), null, null).Next(Time("2026-01-01T00:12:00Z"), Time("2026-01-01T00:01:00Z")).ShouldBe(Time("2026-01-01T00:21:00Z"));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static EndpointOrder Order(StartWith startWith, int attempts)
    {
        var client = new CallHomeClient("c", TransportKind.Ssh, null, startWith, TimeSpan.FromSeconds(5), attempts)
        {
            Endpoints = [new("a", "h", 1), new("b", "h", 2), new("c", "h", 3)],
        };
        var order = new EndpointOrder(client, count => count - 1);
        order.Restart();
        return order;
    }
}
