using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.YangCommands.Trees;

/// <summary>Writes schema nodes as lines of a tree diagram (RFC 8340 §2.6); the types of siblings stand in one column.</summary>
/// <param name="output">Receives the lines.</param>
/// <param name="home">The module whose nodes have no prefix.</param>
/// <param name="scope">What is drawn.</param>
/// <param name="isTemplate">Whether the nodes are of a yang-data or structure: neither configuration nor state.</param>
internal sealed class NodeLines(TextWriter output, YangModule home, DiagramScope scope, bool isTemplate = false)
{
    private const int Step = 3;

    /// <summary>Writes siblings with all below them.</summary>
    /// <param name="nodes">The siblings.</param>
    /// <param name="indent">What stands left of them.</param>
    public void Write(IEnumerable<SchemaNode> nodes, string indent)
    {
        var siblings = isTemplate ? [.. nodes] : scope.Of(nodes);
        Write(siblings, indent, NameWidth(siblings), 1);
    }

    private void Write(List<SchemaNode> siblings, string indent, int width, int level)
    {
        if (!scope.HasLevel(level))
        {
            // RFC 8340 §2.4: what is left out.
            output.WriteLine(indent + "...");
            return;
        }

        for (var i = 0; i < siblings.Count; i++)
        {
            var node = siblings[i];
            output.WriteLine(indent + Line(node, width));
            var below = Below(node);
            var further = indent + (i < siblings.Count - 1 ? "|  " : "   ");
            if (below.Count > 0) Write(below, further, node is ChoiceNode or CaseNode ? width - Step : NameWidth(below), level + 1);
        }
    }

    private string Line(SchemaNode node, int width)
    {
        var status = node.Status switch { DefinitionStatus.Deprecated => 'x', DefinitionStatus.Obsolete => 'o', _ => '+' };
        var condition = node.IfFeatures.Count == 0 ? "" : $" {{{string.Join(",", node.IfFeatures)}}}?";
        if (node is CaseNode) return $"{status}--:({Name(node)}){condition}";
        var head = $"{status}--{Flags(node)} ";
        var type = TypeOf(node);
        return type.Length == 0 ? head + Label(node) + condition : head + Label(node).PadRight(width + Step) + type + condition;
    }

    /// <summary>The name with its options.</summary>
    private string Label(SchemaNode node) => node switch
    {
        ChoiceNode choice => $"({Name(node)}){(choice.IsMandatory ? "" : "?")}",
        ContainerNode { IsPresence: true } => Name(node) + "!",
        ListNode list => $"{Name(node)}* [{string.Join(' ', list.Keys.Select(k => k.Name))}]",
        LeafListNode => Name(node) + "*",
        LeafNode { IsMandatory: false, IsKey: false } or AnyNode { IsMandatory: false } => Name(node) + "?",
        _ => Name(node),
    };

    private string Name(SchemaNode node) => node.Module == home ? node.Name : $"{node.Module.Prefix}:{node.Name}";

    private string Flags(SchemaNode node)
    {
        if (isTemplate) return "";
        if (node.Extensions.Any(e => e.Is("ietf-yang-schema-mount", "mount-point"))) return "mp";
        if (node is OperationNode) return "-x";
        if (node is NotificationNode) return "-n";
        for (InnerNode? around = node as InnerNode ?? node.Parent; around is not null; around = around.Parent)
        {
            if (around.Kind == SchemaNodeKind.Input) return "-w";
        }

        return node.IsConfig ? "rw" : "ro";
    }

    private static string TypeOf(SchemaNode node) => node switch
    {
        TypedNode { Type: LeafRefType leafRef } when ((TypedNode)node).TypeText == "leafref" => "-> " + LeafRefTarget.Of(leafRef, node.Module),
        TypedNode typed => typed.TypeText,
        AnyNode any => any.Kind == SchemaNodeKind.AnyData ? "<anydata>" : "<anyxml>",
        _ => "",
    };

    private List<SchemaNode> Below(SchemaNode node) => isTemplate ? AllBelow(node) : scope.Of(AllBelow(node));

    private static List<SchemaNode> AllBelow(SchemaNode node) => node switch
    {
        OperationNode operation => [.. new[] { operation.Input, operation.Output }.Where(d => d.Children.Count > 0)],
        InnerNode inner => [.. inner.Children.Concat(inner.Actions).Concat(inner.Notifications).OrderBy(n => n.Ordinal)],
        _ => [],
    };

    /// <summary>The widest name among the leafs that share a column, those in choices included; with room for an option.</summary>
    private int NameWidth(List<SchemaNode> siblings)
    {
        var width = 0;
        foreach (var node in siblings)
        {
            if (node is ChoiceNode or CaseNode) width = Math.Max(width, Step + NameWidth(Below(node)));
            else if (TypeOf(node).Length > 0) width = Math.Max(width, Name(node).Length + 1);
        }

        return width;
    }
}
