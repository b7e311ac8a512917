namespace Taiji.Server.RestconfApi.RuntimeSettings;

/// <summary>Whether RESTCONF is served, and how clients prove who they are: what changes while the server runs.</summary>
internal sealed class RestconfState
{
    private volatile AuthSettings _authentication;
    private long _since;

    /// <summary>Whether it is served.</summary>
    public bool IsRunning => Since is not null;

    /// <summary>Since when; null while it is not.</summary>
    public DateTimeOffset? Since
    {
        get => Interlocked.Read(ref _since) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Interlocked.Exchange(ref _since, value?.UtcTicks ?? 0);
    }

    /// <summary>How clients prove who they are.</summary>
    public AuthSettings Authentication
    {
        get => _authentication;
        set => _authentication = value;
    }

    /// <summary>Served from now on.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">How clients prove who they are at first.</param>
    public RestconfState(TimeProvider time, RestconfOptions options)
    {
        Since = time.GetUtcNow();
        _authentication = new AuthSettings(options.AuthType, options.AnonymousUser);
    }
}

/// <summary>How clients prove who they are.</summary>
/// <param name="Type">How.</param>
/// <param name="AnonymousUser">Who everybody is, when not at all.</param>
internal sealed record AuthSettings(AuthType Type, string? AnonymousUser);
