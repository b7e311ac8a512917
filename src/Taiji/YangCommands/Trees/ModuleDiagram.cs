using Taiji.Yang.Schema;

namespace Taiji.YangCommands.Trees;

/// <summary>The tree diagram of one module: its data nodes, what it augments other modules with, its rpcs and notifications (RFC 8340 §2).</summary>
/// <param name="output">Receives the text.</param>
/// <param name="schema">The schema.</param>
/// <param name="module">The module.</param>
/// <param name="scope">What of it.</param>
internal sealed class ModuleDiagram(TextWriter output, YangSchema schema, YangModule module, DiagramScope scope)
{
    private readonly NodeLines _lines = new(output, module, scope);

    /// <summary>Writes it.</summary>
    /// <param name="withStructures">Whether yang-data and structures are drawn too.</param>
    public void Write(bool withStructures)
    {
        output.WriteLine($"module: {module.Name}");
        _lines.Write(schema.Root.Children.Where(c => c.Module == module), "  ");
        if (scope.IsPath) return;
        WriteAugments();
        WriteSection("rpcs:", schema.Root.Rpcs.Where(r => r.Module == module));
        WriteSection("notifications:", schema.Root.Notifications.Where(n => n.Module == module));
        if (withStructures) WriteTemplates();
    }

    private void WriteSection(string title, IEnumerable<SchemaNode> nodes)
    {
        if (!nodes.Any()) return;
        output.WriteLine();
        output.WriteLine($"  {title}");
        _lines.Write(nodes, "    ");
    }

    /// <summary>Data that stands on its own: yang-data (RFC 8340 §2.3) and structures (RFC 8791 §3); their nodes are neither configuration nor state.</summary>
    private void WriteTemplates()
    {
        foreach (var template in module.Extensions.Where(e => e.Is("ietf-restconf", "yang-data") || e.Is("ietf-yang-structure-ext", "structure")))
        {
            if (template.Value is not SchemaRoot root) continue;
            // A structure is a container of its own (RFC 8791 §2); its name is in the title.
            var nodes = template.Name == "structure" && root.Children is [InnerNode structure] ? structure.Children : root.Children;
            output.WriteLine();
            output.WriteLine($"  {template.Name} {template.Argument}:");
            new NodeLines(output, module, scope, isTemplate: true).Write(nodes, "    ");
        }
    }

    private void WriteAugments()
    {
        var augments = schema.Nodes.Where(IsAugmenting).GroupBy(n => n.Augment!)
            .OrderBy(g => g.Key.Location.File, StringComparer.Ordinal).ThenBy(g => g.Key.Location.Line).ThenBy(g => g.Key.Location.Column).ToList();
        if (augments.Count > 0) output.WriteLine();
        foreach (var nodes in augments)
        {
            output.WriteLine($"  augment {nodes.Key.Argument}:");
            _lines.Write(nodes, "    ");
        }
    }

    /// <summary>Whether an augment of this module put the node into another; those of its own nodes are drawn in their places.</summary>
    private bool IsAugmenting(SchemaNode node) => node.Augment is not null && node.Module == module && node.Parent!.Module != module;
}
