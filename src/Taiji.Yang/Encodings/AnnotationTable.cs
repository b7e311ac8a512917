using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>The annotations that a schema's implemented modules define (RFC 7952 §3). Readers let them pass; the tree doesn't keep them.</summary>
internal sealed class AnnotationTable
{
    private readonly HashSet<(YangModule, string)> _known = [];

    private AnnotationTable(YangSchema schema)
    {
        foreach (var module in schema.Modules)
        {
            if (!module.IsImplemented) continue;
            foreach (var extension in module.Extensions)
            {
                if (extension is { Name: "annotation", Module.Name: "ietf-yang-metadata", Argument: { } name }) _known.Add((module, name));
            }
        }
    }

    /// <summary>The schema's table.</summary>
    public static AnnotationTable Of(YangSchema schema) => schema.SideTable(static s => new AnnotationTable(s));

    /// <summary>Whether the module defines that annotation.</summary>
    public bool Has(YangModule? module, string name) => module is not null && _known.Contains((module, name));
}
