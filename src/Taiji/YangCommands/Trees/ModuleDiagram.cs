using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Trees;

/// <summary>The tree diagram of one module: its data nodes, what it augments other modules with, its rpcs and notifications (RFC 8340 §2).</summary>
/// <param name="output">Receives the text.</param>
/// <param name="schema">The schema.</param>
/// <param name="module">The module.</param>
internal sealed class ModuleDiagram(TextWriter output, YangSchema schema, YangModule module)
{
    private readonly NodeLines _lines = new(output, module);

    /// <summary>Writes it.</summary>
    public void Write()
    {
        output.WriteLine($"module: {module.Name}");
        _lines.Write(schema.Root.Children.Where(c => c.Module == module), "  ");
        WriteAugments();
        WriteSection("rpcs:", schema.Root.Rpcs.Where(r => r.Module == module));
        WriteSection("notifications:", schema.Root.Notifications.Where(n => n.Module == module));
    }

    private void WriteSection(string title, IEnumerable<SchemaNode> nodes)
    {
        if (!nodes.Any()) return;
        output.WriteLine();
        output.WriteLine($"  {title}");
        _lines.Write(nodes, "    ");
    }

    private void WriteAugments()
    {
        var augmented = schema.Nodes.Where(IsAugmenting).GroupBy(n => n.Parent!).OrderBy(g => g.Key.Ordinal).ToList();
        if (augmented.Count > 0) output.WriteLine();
        foreach (var nodes in augmented)
        {
            output.WriteLine($"  augment {TargetPath(nodes.Key)}:");
            _lines.Write(nodes, "    ");
        }
    }

    /// <summary>Whether a node of this module stands right below one of another (an operation's input and output are there without being written).</summary>
    private bool IsAugmenting(SchemaNode node) =>
        node.Module == module && node.Parent is { Parent: not null } parent && parent.Module != module;

    private static string TargetPath(SchemaNode node) =>
        node.Parent is { Parent: not null } parent ? $"{TargetPath(parent)}/{node.Module.Prefix}:{node.Name}" : $"/{node.Module.Prefix}:{node.Name}";
}
