using System.Globalization;
using System.Text;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Operational;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Upgrades;

/// <summary>Gives <c>/taiji-upgrades:upgrades</c>.</summary>
/// <param name="options">Where the data directory is.</param>
public sealed class UpgradeProvider(TaijiOptions options) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/taiji-upgrades:upgrades";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var upgrades = new DataPath(context.Running.Schema).Child("taiji-upgrades:upgrades");
        foreach (var file in new SetAsideFiles(options.DataDirectory).List())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = upgrades.Entry("set-aside", file.Name);
            state.SetText(entry.Child("time"), file.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            foreach (var node in file.Nodes)
            {
                var key = entry.Entry("node", node.Datastore, node.Path);
                state.SetText(key.Child("problem"), Printable(node.Problem));
            }
        }

        return ValueTask.CompletedTask;
    }

    // A YANG string has no control characters (RFC 7950 §9.4).
    private static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var c in text) printable.Append(char.IsControl(c) ? ' ' : c);
        return printable.ToString();
    }
}
