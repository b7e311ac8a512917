namespace Taiji.Yang.Diagnostics;

/// <summary>"Did you mean": the known name nearest to a wrong one.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <summary>A clause to append to a message; empty when nothing is near.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">What would have been right.</param>
    public static string For(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName) return "";
        var limit = Math.Max(1, name.Length / 3);
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (candidate.Length > LongestName || Math.Abs(candidate.Length - name.Length) > limit) continue;
            var distance = Distance(name, candidate);
            if (distance > limit || (best is not null && distance == limit && string.CompareOrdinal(candidate, best) > 0)) continue;
            if (best is not null && distance < limit) best = candidate;
            best ??= candidate;
            limit = distance;
        }

        return best is null ? "" : $"; did you mean '{best}'?";
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
