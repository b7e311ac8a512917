using System.Text.Json.Nodes;

namespace Taiji.Conformance.YangCommands;

/// <summary>The shared valid documents, converted, against what another implementation made of them.</summary>
public sealed class ConvertedDocumentTests
{
    private static readonly string Folder = SharedFacts.At("cases", "instance");

    // In an anydata of XML nothing tells a number from a string (RFC 7950 §7.10): the text stays a string here, the other guesses.
    private const string Guessed = "c-016";

    [Fact]
    public void Converted_documents_say_what_another_implementation_says()
    {
        using var files = new TempFiles();
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in SharedFacts.Table(Path.Combine(Folder, "manifest.csv")))
        {
            var id = Path.GetFileNameWithoutExtension(row["file"]);
            var expected = Path.Combine(Folder, "gen", "expected", id + ".json");
            if (row["encoding"] != "xml" || row["expected"] != "valid" || row["content_type"] is not ("config" or "data") || id == Guessed || !File.Exists(expected)) continue;
            count++;
            var document = Path.Combine(Folder, row["file"]);
            var json = Convert(row, "json", document);
            var throughXml = Convert(row, "json", files.Add(id + ".xml", Convert(row, "xml", files.Add(id + ".json", json))));
            var (found, wanted) = (Levelled(json), Levelled(File.ReadAllText(expected)));
            if (found != wanted) wrong.Add($"{id}\n  {found}\n  {wanted}");
            else if (Levelled(throughXml) != wanted) wrong.Add($"{id} through XML\n  {Levelled(throughXml)}\n  {wanted}");
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
        count.ShouldBeGreaterThan(40);
    }

    private static string Convert(Dictionary<string, string> row, string to, string document)
    {
        string[] modules = [.. row["modules"].Split(' ').SelectMany(m => new[] { "-m", m })];
        string[] features = [.. row["features"].Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries).SelectMany(f => new[] { "-F", f })];
        return YangRun.Here(
            ["convert", "-p", Path.Combine(Folder, "gen", "modules"), "-p", SharedFacts.At("yang"), .. modules, .. features, "--type", row["content_type"], "--to", to, document]).Succeeded;
    }

    /// <summary>The same text for the same data: members by name, and entries in any order, since a server orders most lists itself (RFC 7950 §7.7.7).</summary>
    private static string Levelled(string json) => Levelled(JsonNode.Parse(json));

    private static string Levelled(JsonNode? node) => node switch
    {
        JsonObject members => "{" + string.Join(',', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}:{Levelled(m.Value)}")) + "}",
        JsonArray entries => "[" + string.Join(',', entries.Select(Levelled).Order(StringComparer.Ordinal)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
