using System.Text;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi.OpenApi;

/// <summary>What a path of an OpenAPI document stands for.</summary>
internal enum OpenApiResourceKind
{
    /// <summary>A container, leaf, anydata or anyxml.</summary>
    Node,

    /// <summary>All entries of a list or leaf-list.</summary>
    WholeList,

    /// <summary>An entry of a list or leaf-list.</summary>
    Entry,

    /// <summary>An rpc or action.</summary>
    Operation,
}

/// <summary>A path with parameters in the place of keys (OpenAPI 3.1 §4.8.8), and what it leads to.</summary>
/// <param name="Kind">What.</param>
/// <param name="Node">The data node, rpc or action.</param>
/// <param name="Path">Below the root resource: <c>/data/ietf-interfaces:interfaces/interface={name}</c>.</param>
/// <param name="Keys">The parameters of the path, outermost first: a key leaf, or a leaf-list.</param>
internal sealed record OpenApiResource(OpenApiResourceKind Kind, SchemaNode Node, string Path, IReadOnlyList<(string Name, TypedNode Type)> Keys)
{
    /// <summary>The resources that a module defines, those it adds to others' included.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="module">The module.</param>
    public static IEnumerable<OpenApiResource> Of(YangSchema schema, YangModule module) => All(schema).Where(r => r.Node.Module == module);

    /// <summary>All rpcs, and all data nodes with their actions.</summary>
    /// <param name="schema">The schema.</param>
    public static IEnumerable<OpenApiResource> All(YangSchema schema) =>
        OperationResources.All(schema).Select(r => new OpenApiResource(OpenApiResourceKind.Operation, r, $"/operations/{r.Module.Name}:{r.Name}", []))
            .Concat(schema.Root.DataChildren.SelectMany(n => Below(n, "/data", [])));

    private static IEnumerable<OpenApiResource> Below(SchemaNode node, string parent, IReadOnlyList<(string, TypedNode)> keys)
    {
        var name = new StringBuilder(parent).Append('/');
        ApiIdentifier.Append(node, name);
        var path = name.ToString();
        switch (node)
        {
            case ListNode list:
                yield return new OpenApiResource(OpenApiResourceKind.WholeList, node, path, keys);
                // Entries without keys can't be named.
                if (list.Keys.Count == 0) yield break;
                (path, keys) = Entry(path, list, list.Keys, keys);
                yield return new OpenApiResource(OpenApiResourceKind.Entry, node, path, keys);
                break;
            case LeafListNode leafList:
                yield return new OpenApiResource(OpenApiResourceKind.WholeList, node, path, keys);
                (path, keys) = Entry(path, leafList, [leafList], keys);
                yield return new OpenApiResource(OpenApiResourceKind.Entry, node, path, keys);
                break;
            default:
                yield return new OpenApiResource(OpenApiResourceKind.Node, node, path, keys);
                break;
        }

        if (node is not InnerNode inner) yield break;
        foreach (var child in inner.DataChildren)
        {
            foreach (var resource in Below(child, path, keys)) yield return resource;
        }

        foreach (var action in inner.Actions)
        {
            var text = new StringBuilder(path).Append('/');
            ApiIdentifier.Append(action, text);
            yield return new OpenApiResource(OpenApiResourceKind.Operation, action, text.ToString(), keys);
        }
    }

    private static (string Path, IReadOnlyList<(string, TypedNode)> Keys) Entry(string path, SchemaNode list, IReadOnlyList<TypedNode> own, IReadOnlyList<(string Name, TypedNode Type)> around)
    {
        var keys = around.ToList();
        var names = new List<string>();
        foreach (var key in own)
        {
            // Keys of nested lists often have one name.
            var name = key.Name;
            for (var i = 1; keys.Any(k => k.Name == name); i++) name = i == 1 ? $"{list.Name}-{key.Name}" : $"{list.Name}-{key.Name}-{i}";
            keys.Add((name, key));
            names.Add($"{{{name}}}");
        }

        return ($"{path}={string.Join(',', names)}", keys);
    }
}
