using System.Globalization;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Operational;

/// <summary>Gives <c>/taiji-state-providers:state-providers</c>: how each provider is doing.</summary>
/// <param name="operations">Knows them.</param>
public sealed class ProvidersProvider(Operations operations) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/taiji-state-providers:state-providers";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var root = new DataPath(context.Running.Schema).Child(Path[1..]);
        foreach (var provider in operations.StateProviders)
        {
            var figures = provider.Figures;
            var entry = root.Entry("provider", provider.Node.SchemaPath, provider.Name);
            state.SetText(entry.Child("calls"), Text(figures.Calls));
            state.SetText(entry.Child("failures"), Text(figures.Failures));
            state.SetText(entry.Child("failing"), figures.IsFailing ? "true" : "false");
            if (figures.LastError is { } error) state.SetText(entry.Child("last-error"), error);
            if (figures.LastErrorTime is { } time)
                state.SetText(entry.Child("last-error-time"), time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            state.SetText(entry.Child("last-duration"), Text((long)Math.Min(figures.LastDuration.TotalMilliseconds, uint.MaxValue)));
        }

        return ValueTask.CompletedTask;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
