using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Transactions.Differences;

/// <summary>Writes differences down. All but <see cref="DiffFormat.Json"/> under access control cost what the difference costs.</summary>
internal static class DiffText
{
    /// <summary>Writes a difference.</summary>
    /// <param name="diff">Of two datastores' trees.</param>
    /// <param name="format">How.</param>
    /// <param name="view">Gives what of a tree may be read; null for all.</param>
    public static string Write(DataDiff diff, DiffFormat format, Func<DataNode, bool>? view = null)
    {
        if (format == DiffFormat.Json) return Encoding.UTF8.GetString(DiffEncoder.Encode(view is null ? diff : Readable(diff, view)));
        var delta = DeltaNode.Of(diff, view, view);
        return format switch
        {
            DiffFormat.Xml => new XmlEditWriter(view).Write(delta),
            DiffFormat.Cli => new CurlyWriter(view, hasSigns: true).Write(delta),
            DiffFormat.Curly => new CurlyWriter(view, hasSigns: false).Write(delta),
            _ => new SetCommandWriter(view).Write(delta),
        };
    }

    private static DataDiff Readable(DataDiff diff, Func<DataNode, bool> view) =>
        new(DataSelection.Readable(diff.Before, view), DataSelection.Readable(diff.After, view));
}
