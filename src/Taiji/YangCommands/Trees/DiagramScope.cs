using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Trees;

/// <summary>What of a schema a tree diagram shows: so many levels, and what lies on the way to a node and below it.</summary>
/// <param name="depth">The levels drawn, choices and cases among them; null for all.</param>
/// <param name="path">Names from the top without choices and cases, prefixed where the reader likes; empty for everything.</param>
internal sealed class DiagramScope(int? depth, IReadOnlyList<string> path)
{
    /// <summary>Everything.</summary>
    public static DiagramScope Whole { get; } = new(null, []);

    /// <summary>Whether only a part of the data nodes is drawn, and nothing else of a module.</summary>
    public bool IsPath => path.Count > 0;

    /// <summary>Whether nodes at a level are drawn.</summary>
    /// <param name="level">The level, 1 for the uppermost.</param>
    public bool HasLevel(int level) => depth is null || level <= depth;

    /// <summary>Those of some siblings that are drawn.</summary>
    /// <param name="siblings">The siblings.</param>
    public List<SchemaNode> Of(IEnumerable<SchemaNode> siblings) => IsPath ? [.. siblings.Where(Shows)] : [.. siblings];

    private bool Shows(SchemaNode node)
    {
        if (node is ChoiceNode or CaseNode) return ((InnerNode)node).Children.Any(Shows);
        var names = new List<string>();
        for (SchemaNode? n = node; n is not null and not SchemaRoot; n = n.Parent)
        {
            if (n is not (ChoiceNode or CaseNode)) names.Insert(0, n.Name);
        }

        return names.Zip(path).All(p => p.First == p.Second);
    }

    /// <summary>Whether a node of the schema is where the path leads.</summary>
    /// <param name="schema">The schema.</param>
    public bool LeadsSomewhere(YangSchema schema) => !IsPath || path.Aggregate((IEnumerable<SchemaNode>)[schema.Root], Step).Any();

    private static IEnumerable<SchemaNode> Step(IEnumerable<SchemaNode> nodes, string name) =>
        [.. nodes.OfType<InnerNode>().SelectMany(Below).Where(n => n.Name == name)];

    private static IEnumerable<SchemaNode> Below(InnerNode node) =>
        node.Children.Concat(node.Actions).Concat(node.Notifications).SelectMany(c => c is ChoiceNode or CaseNode ? Below((InnerNode)c) : [c]);

    /// <summary>Reads a path: <c>/ietf-interfaces:interfaces/interface</c>.</summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> ParsePath(string text) =>
        text.StartsWith('/') && text.Length > 1 && text[1..].Split('/').All(s => s.Length > 0)
            ? [.. text[1..].Split('/').Select(s => s[(s.IndexOf(':') + 1)..])]
            : throw new UnusableOptionException($"--path {text}: a schema path begins with '/', and so does each of its names");
}
