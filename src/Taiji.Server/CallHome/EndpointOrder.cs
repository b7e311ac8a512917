namespace Taiji.Server.CallHome;

/// <summary>Which endpoint of a client is tried next: each one a number of times, then the one after it, after the last the first.</summary>
/// <param name="client">The client.</param>
/// <param name="random">Picks for <see cref="StartWith.RandomSelection"/>: below the number given.</param>
internal sealed class EndpointOrder(CallHomeClient client, Func<int, int> random)
{
    private int _current;
    private int _failures;
    private int _failuresInAll;
    private int _lastConnected;

    /// <summary>The endpoint to try now.</summary>
    public CallHomeEndpoint Current => client.Endpoints[_current];

    /// <summary>Begins to look for a connection.</summary>
    public void Restart()
    {
        _failures = _failuresInAll = 0;
        _current = client.StartWith switch
        {
            StartWith.LastConnected => _lastConnected,
            StartWith.RandomSelection => random(client.Endpoints.Count),
            _ => 0,
        };
    }

    /// <summary>The attempt succeeded.</summary>
    public void Connected() => _lastConnected = _current;

    /// <summary>The attempt failed.</summary>
    /// <returns>How long to wait before the next: longer each time all endpoints have had their attempts, up to a minute.</returns>
    public TimeSpan Failed()
    {
        _failuresInAll++;
        var rounds = _failuresInAll / (client.MaxAttempts * client.Endpoints.Count);
        if (++_failures >= client.MaxAttempts)
        {
            _failures = 0;
            _current = (_current + 1) % client.Endpoints.Count;
        }

        return TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(rounds, 6)));
    }
}
