using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.OpenApi;

/// <summary>Names the schemas of a document's components, and remembers which were asked for and haven't been written.</summary>
internal sealed class SchemaReferences
{
    private readonly Dictionary<InnerNode, string> _names = [];
    private readonly HashSet<string> _taken = [];
    private readonly Queue<InnerNode> _pending = new();

    /// <summary>The <c>$ref</c> to a node's schema, which is to be written then.</summary>
    /// <param name="node">A container, list, input or output.</param>
    public string To(InnerNode node)
    {
        if (!_names.TryGetValue(node, out var name))
        {
            _names[node] = name = Unique(NameOf(node));
            _pending.Enqueue(node);
        }

        return "#/components/schemas/" + name;
    }

    /// <summary>The next schema to write; those it refers to come after it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="node">What it is of.</param>
    public bool TryTake(out string name, out InnerNode node)
    {
        name = "";
        if (!_pending.TryDequeue(out node!)) return false;
        name = _names[node];
        return true;
    }

    private string Unique(string name)
    {
        var unique = name;
        for (var i = 2; !_taken.Add(unique); i++) unique = $"{name}.{i}";
        return unique;
    }

    // A component's name has letters, digits, dots, hyphens and underscores, as YANG's identifiers do.
    private static string NameOf(InnerNode node)
    {
        var text = new StringBuilder();
        for (SchemaNode? n = node; n is not null and not SchemaRoot; n = n is OperationDataNode ? n.Parent : n.DataParent)
        {
            var isQualified = n is not OperationDataNode && (n.DataParent is null or SchemaRoot || n.DataParent.Module != n.Module);
            text.Insert(0, (text.Length > 0 ? n.Name + "." : n.Name));
            if (isQualified) text.Insert(0, n.Module.Name + ".");
        }

        return text.ToString();
    }
}
