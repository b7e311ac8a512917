using System.Buffers;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>One step of a node-instance-identifier.</summary>
/// <param name="Module">The module's name when written.</param>
/// <param name="Name">The identifier.</param>
/// <param name="Predicates">Key leaf and value; the leaf is <c>.</c> for a leaf-list entry.</param>
internal sealed record InstancePathStep(string? Module, string Name, IReadOnlyList<(string Leaf, string Value)> Predicates);

/// <summary>Splits the canonical text of a node-instance-identifier, without a schema.</summary>
internal static class InstancePathSteps
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create("/[ =\t\n\r");

    /// <summary>The steps; empty when the text isn't a path (the type's pattern keeps such text out).</summary>
    public static IReadOnlyList<InstancePathStep> Split(string text)
    {
        var steps = new List<InstancePathStep>();
        var rest = text.AsSpan();
        while (rest.Length > 0 && rest[0] == '/')
        {
            rest = rest[1..];
            var (module, name) = TakeName(ref rest);
            var predicates = new List<(string, string)>();
            while (TakePredicate(ref rest) is { } predicate) predicates.Add(predicate);
            steps.Add(new InstancePathStep(module, name, predicates));
        }

        return rest.IsEmpty ? steps : [];
    }

    private static (string? Module, string Name) TakeName(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(NameEnds);
        var name = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];
        var colon = name.IndexOf(':');
        return colon < 0 ? (null, name.ToString()) : (name[..colon].ToString(), name[(colon + 1)..].ToString());
    }

    private static (string Leaf, string Value)? TakePredicate(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] != '[') return null;
        var inner = rest[1..].TrimStart();
        var (_, leaf) = TakeName(ref inner);
        inner = inner.TrimStart();
        if (inner.IsEmpty || inner[0] != '=') return null;
        inner = inner[1..].TrimStart();
        if (inner.IsEmpty || inner[0] is not ('\'' or '"')) return null;
        var close = inner[1..].IndexOf(inner[0]);
        if (close < 0) return null;
        var value = inner.Slice(1, close).ToString();
        inner = inner[(close + 2)..].TrimStart();
        if (inner.IsEmpty || inner[0] != ']') return null;
        rest = inner[1..];
        return (leaf, value);
    }
}
