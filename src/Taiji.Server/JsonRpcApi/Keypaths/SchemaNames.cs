using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.JsonRpcApi.Keypaths;

/// <summary>How the API names modules, nodes and values: by the modules' own prefixes; a module whose prefix another one has goes by its name.</summary>
internal sealed class SchemaNames
{
    private readonly Dictionary<string, YangModule> _byPrefix = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<YangModule, ModuleScope> _scopes = new();

    public SchemaNames(YangSchema schema)
    {
        Schema = schema;
        foreach (var module in schema.Modules.OrderByDescending(m => m.IsImplemented).ThenBy(m => m.Name, StringComparer.Ordinal)) _byPrefix.TryAdd(module.Prefix, module);
    }

    /// <summary>The schema.</summary>
    public YangSchema Schema { get; }

    /// <summary>The module of a prefix, or else of a name; null for none.</summary>
    /// <param name="prefix">The prefix or name.</param>
    public YangModule? Resolve(string prefix) => _byPrefix.GetValueOrDefault(prefix) ?? Schema.FindModule(prefix);

    /// <summary>What a module goes by.</summary>
    /// <param name="module">The module.</param>
    public string PrefixOf(YangModule module) => ReferenceEquals(_byPrefix.GetValueOrDefault(module.Prefix), module) ? module.Prefix : module.Name;

    /// <summary>A node's name with its prefix.</summary>
    /// <param name="node">The node.</param>
    public string QualifiedName(SchemaNode node) => PrefixOf(node.Module) + ":" + node.Name;

    /// <summary>The prefixes as they are understood in a node of that module.</summary>
    /// <param name="module">The module of unprefixed names.</param>
    public ModuleScope ScopeOf(YangModule module) => _scopes.GetOrAdd(module, static (m, names) => new ModuleScope(names, m), this);

    /// <summary>A value's canonical text, names with prefixes.</summary>
    /// <param name="node">The leaf or leaf-list.</param>
    /// <param name="stored">Its stored form.</param>
    public string Text(TypedNode node, ReadOnlySpan<byte> stored) => Text(node.Type, stored, node);

    /// <summary>A leaf's value, or that of a leaf-list's entry.</summary>
    /// <param name="node">The node.</param>
    public string Text(in DataNode node) => Text((TypedNode)node.Schema, node.Value);

    /// <summary>The stored form of a text.</summary>
    /// <param name="node">The leaf or leaf-list.</param>
    /// <param name="text">The text: names with prefixes or module names.</param>
    /// <param name="stored">The stored form.</param>
    /// <param name="error">Why it is no value.</param>
    public bool TryParse(TypedNode node, string text, out byte[] stored, out string? error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        stored = [];
        error = null;
        // The type empty has one value, which goes by the leaf's name too.
        if (node.Type.BuiltIn == BuiltInType.Empty && (text.Length == 0 || text == node.Name)) return true;
        var context = new ValueContext { Form = ValueForm.Xml, Schema = Schema, Module = node.Module, Prefixes = ScopeOf(node.Module) };
        if (!node.Type.TryParse(Encoding.UTF8.GetBytes(text), context, buffer, out var refused))
        {
            error = refused.Message;
            return false;
        }

        stored = buffer.WrittenSpan.ToArray();
        return true;
    }

    private string Text(YangType type, ReadOnlySpan<byte> stored, TypedNode node)
    {
        if (type is LeafRefType leafRef) type = leafRef.TargetType;
        if (type is UnionType union) type = union.Resolve(stored, out stored);
        switch (type)
        {
            case StringType:
                return Encoding.UTF8.GetString(stored);
            case EmptyType:
                return node.Name;
            default:
                var buffer = new ArrayBufferWriter<byte>(32);
                type.Format(stored, ValueForm.Xml, Schema, ScopeOf(node.Module), buffer);
                return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }
}
