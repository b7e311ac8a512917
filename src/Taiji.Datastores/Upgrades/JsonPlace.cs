using System.Globalization;
using System.Text.Json.Nodes;

namespace Taiji.Datastores.Upgrades;

/// <summary>Finds the place that an instance path of an error names in a document that fits no schema.</summary>
internal static class JsonPlace
{
    /// <summary>Takes the named node out of a document, or the nearest above it that is there.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path">An instance path (RFC 7951 §6.11); null or the root for all there is.</param>
    /// <returns>The path of what was taken, and what it was; null when there is nothing left.</returns>
    public static (string Path, JsonNode? Value)? Take(JsonObject document, string? path)
    {
        var way = new List<(JsonNode Parent, object Key, string Path)>();
        JsonNode? at = document;
        var walked = "";
        foreach (var segment in Split(path ?? "/"))
        {
            var (name, predicates) = Parse(segment);
            if (at is not JsonObject members || Find(members, name) is not { } key) break;
            walked = $"{walked}/{segment}";
            way.Add((members, key, predicates.Count == 0 ? walked : $"{walked[..(walked.Length - segment.Length)]}{name}"));
            at = members[key];
            if (predicates.Count == 0 || at is not JsonArray entries) continue;
            var index = entries.ToList().FindIndex(e => Matches(e, predicates, entries));
            if (index < 0) break;
            way.Add((entries, index, walked));
            at = entries[index];
        }

        if (way.Count > 0) return Cut(way[^1]);
        if (document.Count == 0) return null;
        var all = document.DeepClone();
        document.Clear();
        return ("/", all);
    }

    private static (string Path, JsonNode? Value) Cut((JsonNode Parent, object Key, string Path) place)
    {
        JsonNode? taken;
        if (place.Parent is JsonArray array)
        {
            taken = array[(int)place.Key];
            array.RemoveAt((int)place.Key);
            // An empty list is none.
            if (array.Count == 0 && array.Parent is JsonObject owner) owner.Remove(owner.First(m => m.Value == array).Key);
        }
        else
        {
            taken = ((JsonObject)place.Parent)[(string)place.Key];
            ((JsonObject)place.Parent).Remove((string)place.Key);
        }

        return (place.Path, taken);
    }

    private static string? Find(JsonObject members, string name)
    {
        if (members.ContainsKey(name)) return name;
        var local = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        foreach (var (key, _) in members)
        {
            if (key == local || key.EndsWith(':' + local, StringComparison.Ordinal)) return key;
        }

        return null;
    }

    private static bool Matches(JsonNode? entry, IReadOnlyList<(string Key, string Value)> predicates, JsonArray entries) => predicates.All(p => p.Key switch
    {
        "" => int.TryParse(p.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && entries.IndexOf(entry) == position - 1,
        "." => Text(entry) == p.Value,
        _ => entry is JsonObject members && Find(members, p.Key) is { } key && Text(members[key]) == p.Value,
    });

    private static string? Text(JsonNode? node) => node is JsonArray ? "" : node?.ToString();

    private static IEnumerable<string> Split(string path)
    {
        var start = 0;
        var quote = '\0';
        for (var i = 0; i <= path.Length; i++)
        {
            if (i < path.Length && quote != '\0')
            {
                if (path[i] == quote) quote = '\0';
            }
            else if (i < path.Length && path[i] is '\'' or '"')
            {
                quote = path[i];
            }
            else if (i == path.Length || path[i] == '/')
            {
                if (i > start) yield return path[start..i];
                start = i + 1;
            }
        }
    }

    private static (string Name, IReadOnlyList<(string Key, string Value)> Predicates) Parse(string segment)
    {
        var open = segment.IndexOf('[', StringComparison.Ordinal);
        if (open < 0) return (segment, []);
        var predicates = new List<(string, string)>();
        for (var i = open; i < segment.Length && segment[i] == '[';)
        {
            var equals = segment.IndexOf('=', i);
            var bracket = segment.IndexOf(']', i);
            if (equals < 0 || bracket < equals)
            {
                predicates.Add(("", segment[(i + 1)..bracket]));
                i = bracket + 1;
                continue;
            }

            var close = segment.IndexOf(segment[equals + 1], equals + 2);
            predicates.Add((segment[(i + 1)..equals].Trim(), segment[(equals + 2)..close]));
            i = segment.IndexOf(']', close) + 1;
        }

        return (segment[..open], predicates);
    }
}
