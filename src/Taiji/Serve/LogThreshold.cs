namespace Taiji.Serve;

/// <summary>What is logged; it changes while the server runs.</summary>
/// <param name="level">At first.</param>
internal sealed class LogThreshold(LogLevel level)
{
    private volatile int _level = (int)level;

    /// <summary>The lowest level that is logged.</summary>
    public LogLevel Level
    {
        get => (LogLevel)_level;
        set => _level = (int)value;
    }

    /// <summary>The lowest level of what the framework says.</summary>
    public LogLevel OfFramework => Level switch
    {
        > LogLevel.Warning => Level,
        < LogLevel.Information => LogLevel.Information,
        _ => LogLevel.Warning,
    };
}
