using System.Globalization;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Rollbacks;

/// <summary>Gives <c>/taiji-rollbacks:rollbacks</c>.</summary>
public sealed class RollbackProvider : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/taiji-rollbacks:rollbacks";

    private readonly Operations _operations;

    /// <summary>Makes the provider.</summary>
    /// <param name="operations">Has the rollbacks.</param>
    public RollbackProvider(Operations operations) => _operations = operations;

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var rollbacks = new DataPath(context.Running.Schema).Child("taiji-rollbacks:rollbacks");
        foreach (var rollback in _operations.Rollbacks())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = rollbacks.Entry("rollback", rollback.Id.ToString(CultureInfo.InvariantCulture));
            state.SetText(entry.Child("number"), rollback.Number.ToString(CultureInfo.InvariantCulture));
            state.SetText(entry.Child("time"), rollback.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            Set(state, entry, "user", rollback.User);
            Set(state, entry, "source", rollback.Source);
            Set(state, entry, "label", rollback.Label);
            Set(state, entry, "comment", rollback.Comment);
        }

        return ValueTask.CompletedTask;
    }

    private static void Set(DataTreeEditor state, DataPath entry, string leaf, string? value)
    {
        if (value is not null) state.SetText(entry.Child(leaf), value);
    }
}
