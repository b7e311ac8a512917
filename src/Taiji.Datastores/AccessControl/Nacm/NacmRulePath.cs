using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>A key, or a leaf-list's value, that a path asks for.</summary>
/// <param name="List">The list or leaf-list.</param>
/// <param name="Key">The key leaf; null for a leaf-list's value.</param>
/// <param name="Value">The stored form asked for.</param>
internal sealed record KeyCondition(SchemaNode List, LeafNode? Key, byte[] Value);

/// <summary>
/// A rule's path (RFC 8341 <c>node-instance-identifier</c>): an instance-identifier in which key predicates may be missing, which then stand for all entries.
/// </summary>
internal sealed class NacmRulePath
{
    private readonly SchemaNode? _node;
    private readonly bool _isRoot;

    private NacmRulePath(SchemaNode? node, bool isRoot, IReadOnlyList<KeyCondition> conditions)
    {
        _node = node;
        _isRoot = isRoot;
        Conditions = conditions;
    }

    /// <summary>What the path asks of keys, from the root on; when there is nothing, the schema node alone decides.</summary>
    public IReadOnlyList<KeyCondition> Conditions { get; }

    /// <summary>Compiles; a path that no schema node answers to, or with a key that no entry can have, matches nothing.</summary>
    public static NacmRulePath Parse(YangSchema schema, string text)
    {
        // An XPath expression may have blanks around it.
        text = text.Trim();
        if (text == "/") return new NacmRulePath(null, isRoot: true, []);
        InnerNode? parent = schema.Root;
        SchemaNode? node = null;
        YangModule? module = null;
        var conditions = new List<KeyCondition>();
        foreach (var step in InstancePathSteps.Split(text))
        {
            if (step.Module is not null) module = schema.FindModule(step.Module);
            node = module is null ? null : parent?.FindChild(module, step.Name);
            if (node is null) return Nothing;
            foreach (var (name, value) in step.Predicates)
            {
                if (!TryCondition(schema, node, name, value, out var condition)) return Nothing;
                conditions.Add(condition);
            }

            parent = node as InnerNode;
        }

        return new NacmRulePath(node, isRoot: false, conditions);
    }

    /// <summary>Whether the schema node is the path's or below it.</summary>
    public bool Covers(SchemaNode node)
    {
        if (_isRoot) return true;
        for (SchemaNode? n = node; n is not null && _node is not null; n = n.Parent)
        {
            if (n == _node) return true;
        }

        return false;
    }

    private static NacmRulePath Nothing => new(null, isRoot: false, []);

    private static bool TryCondition(YangSchema schema, SchemaNode node, string name, string value, [NotNullWhen(true)] out KeyCondition? condition)
    {
        condition = null;
        var key = (node as ListNode)?.Keys.FirstOrDefault(k => k.Name == name);
        TypedNode? typed = name == "." ? node as LeafListNode : key;
        if (typed is null) return false;
        try
        {
            condition = new KeyCondition(node, key, TextAccess.Parse(schema, typed, value));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
