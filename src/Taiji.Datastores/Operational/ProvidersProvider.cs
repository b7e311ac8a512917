using System.Globalization;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Operational;

/// <summary>Gives <c>/taiji-state-providers:state-providers</c>: how each provider is doing.</summary>
/// <param name="operations">Knows them.</param>
public sealed class ProvidersProvider(Operations operations) : EntriesProvider<ProviderHealth>(Path, "provider")
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/taiji-state-providers:state-providers";

    /// <inheritdoc/>
    protected override IEnumerable<ProviderHealth> Items => operations.StateProviders;

    /// <inheritdoc/>
    protected override string[] KeysOf(ProviderHealth item) => [item.Node.SchemaPath, item.Name];

    /// <inheritdoc/>
    protected override void Write(DataTreeEditor state, DataPath entry, ProviderHealth item)
    {
        var figures = item.Figures;
        state.SetText(entry.Child("calls"), Text(figures.Calls));
        state.SetText(entry.Child("failures"), Text(figures.Failures));
        state.SetText(entry.Child("failing"), figures.IsFailing ? "true" : "false");
        SetIfAny(state, entry.Child("last-error"), figures.LastError);
        SetIfAny(state, entry.Child("last-error-time"), figures.LastErrorTime?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        state.SetText(entry.Child("last-duration"), Text((long)Math.Min(figures.LastDuration.TotalMilliseconds, uint.MaxValue)));
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
