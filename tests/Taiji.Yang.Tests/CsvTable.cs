using System.Text;

namespace Taiji.Yang.Tests;

/// <summary>Reads comma-separated tables with a head line.</summary>
internal static class CsvTable
{
    public static IEnumerable<Dictionary<string, string>> Read(string path)
    {
        var rows = Rows(File.ReadAllText(path)).ToList();
        foreach (var cells in rows.Skip(1)) yield return rows[0].Zip(cells).ToDictionary(p => p.First, p => p.Second);
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
            else if (c == '"') quoted = !quoted;
            else if (quoted || c is not (',' or '\r' or '\n')) cell.Append(c);
            else if (c != '\r')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == ',') continue;
                if (cells.Count > 1) yield return cells;
                cells = [];
            }
        }
    }
}
