using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Rollbacks;

/// <summary>Gives <c>/taiji-rollbacks:rollbacks</c>.</summary>
/// <param name="operations">Has the rollbacks.</param>
public sealed class RollbackProvider(Operations operations) : EntriesProvider<Rollback>(Path, "rollback")
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/taiji-rollbacks:rollbacks";

    /// <inheritdoc/>
    protected override IEnumerable<Rollback> Items => operations.Rollbacks();

    /// <inheritdoc/>
    protected override string[] KeysOf(Rollback item) => [item.Id.ToString(CultureInfo.InvariantCulture)];

    /// <inheritdoc/>
    protected override void Write(DataTreeEditor state, DataPath entry, Rollback item)
    {
        state.SetText(entry.Child("number"), item.Number.ToString(CultureInfo.InvariantCulture));
        state.SetText(entry.Child("time"), item.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        SetIfAny(state, entry.Child("user"), item.User);
        SetIfAny(state, entry.Child("source"), item.Source);
        SetIfAny(state, entry.Child("label"), item.Label);
        SetIfAny(state, entry.Child("comment"), item.Comment);
    }
}
