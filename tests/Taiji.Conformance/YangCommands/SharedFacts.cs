using System.Text;

namespace Taiji.Conformance.YangCommands;

/// <summary>The folder of facts beside the project's root.</summary>
internal static class SharedFacts
{
    /// <summary>A path in it.</summary>
    /// <param name="parts">The path's parts.</param>
    public static string At(params string[] parts) => Path.GetFullPath(Path.Combine([Client.RepositoryRoot, "..", "shared", .. parts]));

    /// <summary>The rows of a comma-separated table with a head line.</summary>
    /// <param name="path">The file.</param>
    public static IEnumerable<Dictionary<string, string>> Table(string path)
    {
        var rows = Rows(File.ReadAllText(path)).ToList();
        foreach (var cells in rows.Skip(1)) yield return rows[0].Zip(cells).ToDictionary(p => p.First, p => p.Second);
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"')
            {
                if (isQuoted && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else isQuoted = !isQuoted;
                continue;
            }

            if (isQuoted || c is not (',' or '\n'))
            {
                if (isQuoted || c != '\r') cell.Append(c);
                continue;
            }

            cells.Add(cell.ToString());
            cell.Clear();
            if (c == ',') continue;
            yield return cells;
            cells = [];
        }
    }
}
