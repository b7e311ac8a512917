using System.Text;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.YangCommands.Trees;

/// <summary>A leafref's path as a tree diagram has it: prefixes removed if possible (RFC 8340 §2.6).</summary>
internal static class LeafRefTarget
{
    /// <summary>The path without white space; a step has a prefix only where the module changes. Predicates stay as they are.</summary>
    /// <param name="leafRef">The type.</param>
    /// <param name="home">The leaf's module: that of the first step when it has no prefix.</param>
    public static string Of(LeafRefType leafRef, YangModule home)
    {
        var path = string.Concat(leafRef.Path.Text.Where(c => !char.IsWhiteSpace(c)));
        var result = new StringBuilder();
        var current = home.Prefix;
        for (var i = 0; i < path.Length;)
        {
            var end = EndOfStep(path, i);
            var step = path[i..end];
            if (!IsName(step)) result.Append(step);
            else AppendStep(result, step, home.Prefix, ref current);
            i = end;
        }

        return result.ToString();
    }

    /// <summary>Whether a step is a name, perhaps with predicates: not <c>/</c>, <c>..</c> or a function.</summary>
    private static bool IsName(string step) => (char.IsLetter(step[0]) || step[0] == '_') && !step.Split('[')[0].Contains('(');

    private static void AppendStep(StringBuilder result, string step, string home, ref string current)
    {
        var bracket = step.IndexOf('[');
        var name = bracket < 0 ? step : step[..bracket];
        var colon = name.IndexOf(':');
        var prefix = colon < 0 ? home : name[..colon];
        if (colon >= 0 && prefix != current) result.Append(prefix).Append(':');
        result.Append(name.AsSpan(colon + 1)).Append(step.AsSpan(name.Length));
        current = prefix;
    }

    /// <summary>A slash is a step of its own; another ends before the next slash outside of predicates.</summary>
    private static int EndOfStep(string path, int start)
    {
        if (path[start] == '/') return start + 1;
        var depth = 0;
        var i = start;
        for (; i < path.Length && (depth > 0 || path[i] != '/'); i++)
        {
            if (path[i] is '[' or '(') depth++;
            else if (path[i] is ']' or ')') depth--;
        }

        return i;
    }
}
