using System.Text;

namespace Taiji.Yang.Tests.Corpus;

/// <summary>Reads the corpora's tables (RFC 4180).</summary>
internal static class CsvFile
{
    public static List<Dictionary<string, string>> Read(string path)
    {
        var rows = new List<Dictionary<string, string>>();
        List<string>? header = null;
        foreach (var row in Rows(File.ReadAllText(path)))
        {
            if (header is null) header = row;
            else rows.Add(header.Zip(row).ToDictionary(p => p.First, p => p.Second));
        }

        return rows;
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        var row = new List<string>();
        var field = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    for (i++; i < text.Length && (text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"' && i++ > 0)); i++) field.Append(text[i]);
                    break;
                case ',':
                    row.Add(field.ToString());
                    field.Clear();
                    break;
                case '\r':
                    break;
                case '\n':
                    row.Add(field.ToString());
                    field.Clear();
                    yield return row;
                    row = [];
                    break;
                default:
                    field.Append(text[i]);
                    break;
            }
        }

        if (field.Length > 0 || row.Count > 0)
        {
            row.Add(field.ToString());
            yield return row;
        }
    }
}
