namespace Taiji.Yang.Diagnostics;

/// <summary>"Did you mean": the known name nearest to a wrong one.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <summary>A clause to append to a message; empty when nothing is near.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">What would have been right.</param>
    public static string For(string name, IEnumerable<string> candidates) =>
        Nearest(name[(name.IndexOf(':') + 1)..], candidates) is { } best ? $"; did you mean '{best}'?" : "";

    /// <summary>The name that differs least: a third of its letters at most, and of very short names in nothing but upper and lower case. Null when there is none.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">What would have been right.</param>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName) return null;
        var limit = name.Length < 3 ? 0 : name.Length / 3;
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (candidate.Length > LongestName || Math.Abs(candidate.Length - name.Length) > limit) continue;
            var distance = Distance(name, candidate);
            if (distance > limit || (best is not null && distance == limit && string.CompareOrdinal(candidate, best) > 0)) continue;
            best = candidate;
            limit = distance;
        }

        return best;
    }

    /// <summary>How many letters were left out, put in, changed or swapped with their neighbours (optimal string alignment); upper and lower case count as the same.</summary>
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> above = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            above.CopyTo(before);
            row.CopyTo(above);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (AreSame(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && AreSame(a[i - 1], b[j - 2]) && AreSame(a[i - 2], b[j - 1])) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
        }

        return row[b.Length];
    }

    private static bool AreSame(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
