namespace Taiji.Ssh.ServerSide;

/// <summary>Counts what a server limits: unauthenticated connections, and open subsystem channels by user.</summary>
internal sealed class SshServerLimits(SshServerOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _sessionsByUser = new(StringComparer.Ordinal);
    private int _startups;
    private int _sessions;

    public bool TryAddStartup()
    {
        lock (_lock)
        {
            if (_startups >= options.MaxStartups)
            {
                return false;
            }
            _startups++;
            return true;
        }
    }

    public void RemoveStartup()
    {
        lock (_lock)
        {
            _startups--;
        }
    }

    public bool TryAddSession(string user)
    {
        lock (_lock)
        {
            int own = _sessionsByUser.GetValueOrDefault(user);
            if (_sessions >= options.MaxSessions || own >= (options.MaxSessionsPerUser ?? int.MaxValue))
            {
                return false;
            }
            _sessions++;
            _sessionsByUser[user] = own + 1;
            return true;
        }
    }

    public void RemoveSession(string user)
    {
        lock (_lock)
        {
            _sessions--;
            if (--_sessionsByUser[user] == 0)
            {
                _sessionsByUser.Remove(user);
            }
        }
    }
}
