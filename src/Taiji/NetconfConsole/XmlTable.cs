using System.Xml.Linq;

namespace Taiji.NetconfConsole;

/// <summary>Data for people: a list is a table with a column for each leaf, anything else a line with its path.</summary>
internal static class XmlTable
{
    /// <summary>Writes what stands in an element.</summary>
    public static void Print(XElement data, TextWriter output) => Print(data, "", output);

    private static void Print(XElement parent, string path, TextWriter output)
    {
        foreach (var group in parent.Elements().GroupBy(e => e.Name))
        {
            var elements = group.ToList();
            var place = $"{path}/{group.Key.LocalName}";
            if (elements.Count > 1 && elements.Exists(e => e.HasElements)) PrintList(elements, place, output);
            else if (elements.Exists(e => e.HasElements)) Print(elements[0], place, output);
            else output.WriteLine($"{place} = {string.Join(", ", elements.Select(e => e.Value))}");
        }
    }

    private static void PrintList(List<XElement> entries, string path, TextWriter output)
    {
        var columns = entries.SelectMany(e => e.Elements()).Where(e => !e.HasElements).Select(e => e.Name).Distinct().ToList();
        string[][] rows = [[.. columns.Select(c => c.LocalName)], .. entries.Select(e => columns.Select(c => string.Join(", ", e.Elements(c).Select(v => v.Value))).ToArray())];
        var widths = columns.Select((_, i) => rows.Max(r => r[i].Length)).ToArray();
        output.WriteLine(path);
        for (var row = 0; row < rows.Length; row++)
        {
            output.WriteLine("  " + string.Join("  ", rows[row].Select((text, i) => text.PadRight(widths[i]))).TrimEnd());
            if (row == 0) output.WriteLine("  " + string.Join("  ", widths.Select(w => new string('-', w))));
        }

        // What of an entry is no leaf comes below, by the entry's first leaf: its key as a rule.
        foreach (var entry in entries.Where(e => e.Elements().Any(c => c.HasElements)))
        {
            var key = entry.Elements().First();
            Print(new XElement(entry.Name, entry.Elements().Where(e => e.HasElements)), $"{path}[{key.Name.LocalName}={key.Value}]", output);
        }
    }
}
