using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Taiji.Datastores.Journal;

namespace Taiji.Datastores.Upgrades;

/// <summary>Something that was taken out of a datastore because the modules no longer fit it.</summary>
/// <param name="Datastore"><c>running</c> or <c>startup</c>.</param>
/// <param name="Path">Where it was.</param>
/// <param name="Problem">Why.</param>
/// <param name="Value">What it was, as RFC 7951 JSON.</param>
internal sealed record SetAsideNode(string Datastore, string Path, string Problem, JsonNode? Value);

/// <summary>A file with what was set aside.</summary>
/// <param name="Name">Its name in the data directory.</param>
/// <param name="Time">When.</param>
/// <param name="Nodes">What.</param>
internal sealed record SetAsideFile(string Name, DateTimeOffset Time, IReadOnlyList<SetAsideNode> Nodes);

/// <summary>The files with what was set aside: nothing is dropped, only put where it can be looked at.</summary>
/// <param name="directory">The data directory; null for none.</param>
internal sealed class SetAsideFiles(string? directory)
{
    private const string Prefix = "set-aside-";
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file; it is on disk when this returns.</summary>
    /// <param name="sequence">The record of the migration that it belongs to.</param>
    /// <param name="time">When.</param>
    /// <param name="nodes">What.</param>
    /// <returns>The file's name.</returns>
    public string Write(long sequence, DateTimeOffset time, IReadOnlyList<SetAsideNode> nodes)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence}.json");
        using (var file = PrivateFile.Open(Path.Combine(directory!, name), FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, new SetAsideFile(name, time, nodes), Format);
            file.Flush(flushToDisk: true);
        }

        DirectorySync.Flush(directory!);
        return name;
    }

    /// <summary>The files that there are, the oldest first.</summary>
    public IEnumerable<SetAsideFile> List()
    {
        if (directory is null || !Directory.Exists(directory)) yield break;
        foreach (var path in Directory.EnumerateFiles(directory, Prefix + "*.json").Order(StringComparer.Ordinal))
        {
            using var file = System.IO.File.OpenRead(path);
            if (JsonSerializer.Deserialize<SetAsideFile>(file, Format) is { } read) yield return read;
        }
    }
}
