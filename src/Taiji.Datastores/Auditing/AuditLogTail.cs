using System.Text;
using System.Text.Json;

namespace Taiji.Datastores.Auditing;

/// <summary>Finds which commit an audit log was told of last, from its end.</summary>
internal static class AuditLogTail
{
    private const int FirstLook = 64 * 1024;

    /// <summary>The number of the last commit that the files tell of; null for none.</summary>
    /// <param name="path">The file that is written; older ones are <c>PATH.1</c> and so on.</param>
    /// <param name="oldFiles">How many of those there may be.</param>
    public static long? LastCommit(string path, int oldFiles)
    {
        foreach (var file in Enumerable.Range(1, oldFiles).Select(i => $"{path}.{i}").Prepend(path).Where(File.Exists))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            for (long look = FirstLook; ; look *= 8)
            {
                var (commit, isWhole) = LastCommit(stream, look);
                if (commit is not null) return commit;
                if (isWhole) break;
            }
        }

        return null;
    }

    // In the last bytes of a file; and whether they are all of it.
    private static (long? Commit, bool IsWhole) LastCommit(FileStream file, long look)
    {
        var begin = Math.Max(0, file.Length - look);
        var bytes = new byte[file.Length - begin];
        file.Seek(begin, SeekOrigin.Begin);
        file.ReadExactly(bytes);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        // The first one may begin before.
        for (var i = lines.Length - 1; i >= (begin > 0 ? 1 : 0); i--)
        {
            if (CommitOf(lines[i]) is { } commit) return (commit, begin == 0);
        }

        return (null, begin == 0);
    }

    private static long? CommitOf(string line)
    {
        if (!line.Contains("\"commit\":", StringComparison.Ordinal)) return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("commit", out var commit) && commit.TryGetInt64(out var number) ? number : null;
        }
        catch (JsonException)
        {
            // A line that a crash tore.
            return null;
        }
    }
}
