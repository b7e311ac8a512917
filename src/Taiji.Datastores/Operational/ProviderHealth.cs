using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>How a state provider is doing.</summary>
/// <param name="node">The schema node at and below which it gives state.</param>
/// <param name="name">What it is called.</param>
public sealed class ProviderHealth(SchemaNode node, Func<string> name)
{
    private readonly Lock _sync = new();
    private ProviderFigures _figures = new(0, 0, null, null, TimeSpan.Zero, false);

    /// <summary>The schema node at and below which it gives state.</summary>
    public SchemaNode Node => node;

    /// <summary>What it is called.</summary>
    public string Name
    {
        get
        {
            try
            {
                return name();
            }
#pragma warning disable CA1031 // A user's code may throw anything, also while it is made.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return $"({e.GetType().Name})";
            }
        }
    }

    /// <summary>The figures now.</summary>
    public ProviderFigures Figures
    {
        get
        {
            lock (_sync) return _figures;
        }
    }

    /// <summary>It gave what it was asked for.</summary>
    /// <param name="took">How long it took.</param>
    /// <returns>Whether it had failed the time before.</returns>
    internal bool Succeeded(TimeSpan took)
    {
        lock (_sync)
        {
            var wasFailing = _figures.IsFailing;
            _figures = _figures with { Calls = _figures.Calls + 1, LastDuration = took, IsFailing = false };
            return wasFailing;
        }
    }

    /// <summary>It failed, or what it gave can't be used.</summary>
    /// <param name="took">How long it took.</param>
    /// <param name="error">Why.</param>
    /// <param name="time">When.</param>
    /// <returns>Whether it had not failed the time before.</returns>
    internal bool Failed(TimeSpan took, string error, DateTimeOffset time)
    {
        lock (_sync)
        {
            var wasFailing = _figures.IsFailing;
            _figures = new ProviderFigures(_figures.Calls + 1, _figures.Failures + 1, error, time, took, true);
            return !wasFailing;
        }
    }
}

/// <summary>Figures of a state provider since the start.</summary>
/// <param name="Calls">How often it was asked, and the answer came or failed.</param>
/// <param name="Failures">How often its subtree was left out.</param>
/// <param name="LastError">Why, the last time; for the operator, without anything internal. Null when it never failed.</param>
/// <param name="LastErrorTime">When.</param>
/// <param name="LastDuration">How long the last call took.</param>
/// <param name="IsFailing">Whether the last call failed.</param>
public sealed record ProviderFigures(long Calls, long Failures, string? LastError, DateTimeOffset? LastErrorTime, TimeSpan LastDuration, bool IsFailing);
