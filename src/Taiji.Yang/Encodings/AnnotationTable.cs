using System.Buffers;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>The annotations that a schema's implemented modules define (RFC 7952 §3). Readers check their values and let them pass; the tree keeps those of <see cref="Kept"/>.</summary>
internal sealed class AnnotationTable
{
    /// <summary>The module of the attributes that nodes keep.</summary>
    public const string Kept = "taiji-attributes";

    private readonly Dictionary<(YangModule, string), YangType> _types = [];

    private AnnotationTable(YangSchema schema)
    {
        foreach (var module in schema.Modules)
        {
            if (!module.IsImplemented) continue;
            foreach (var extension in module.Extensions)
            {
                if (extension is { Name: "annotation", Module.Name: "ietf-yang-metadata", Argument: { } name, Value: YangType type }) _types.TryAdd((module, name), type);
            }
        }
    }

    /// <summary>The schema's table.</summary>
    public static AnnotationTable Of(YangSchema schema) => schema.SideTable(static s => new AnnotationTable(s));

    /// <summary>Whether the module defines that annotation.</summary>
    /// <param name="module">The module; null for one that the schema doesn't have.</param>
    /// <param name="name">The annotation's name.</param>
    /// <param name="type">The type of its values.</param>
    public bool TryGet(YangModule? module, string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out YangType? type)
    {
        type = null;
        return module is not null && _types.TryGetValue((module, name), out type);
    }

    /// <summary>What is wrong with an annotation's value; null when nothing is.</summary>
    /// <param name="type">The annotation's type.</param>
    /// <param name="text">The value.</param>
    /// <param name="context">Where it stands.</param>
    public static ValueError? Check(YangType type, ReadOnlySpan<byte> text, in ValueContext context) =>
        !DependsOnData(type) && !type.TryParse(text, context, new ArrayBufferWriter<byte>(), out var error) ? error : null;

    /// <summary>A path leads from a data node, which an annotation isn't: what such a type takes can't be told.</summary>
    private static bool DependsOnData(YangType type) => type is LeafRefType || (type is UnionType union && union.Members.Any(DependsOnData));
}
