using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Gives the deprecated <c>/ietf-yang-library:modules-state</c> (RFC 8525 §4.2, RFC 7895), which RESTCONF clients still ask for (RFC 8040 §10).</summary>
public sealed class ModulesStateProvider : SchemaStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-yang-library:modules-state";

    /// <summary>Makes the provider.</summary>
    /// <param name="library">The library.</param>
    public ModulesStateProvider(YangLibrary library)
        : base(Path[1..], library)
    {
    }

    private protected override void Add(DataTreeEditor editor, DataPath container, YangSchema schema, LibraryEdition edition)
    {
        editor.SetText(container.Child("module-set-id"), edition.ContentId);
        foreach (var module in schema.Modules) AddModule(editor, container.Entry("module", module.Name, module.Revision ?? ""), module, edition);
    }

    private static void AddModule(DataTreeEditor editor, DataPath entry, YangModule module, LibraryEdition edition)
    {
        AddSchema(editor, entry, edition.LocationOf(module.Name, module.Revision));
        editor.SetText(entry.Child("namespace"), module.Namespace);
        foreach (var feature in module.Features) editor.Create(entry.Entry("feature", feature));
        foreach (var deviating in module.DeviatedBy) editor.Create(entry.Entry("deviation", deviating.Name, deviating.Revision ?? ""));
        editor.SetText(entry.Child("conformance-type"), module.IsImplemented ? "implement" : "import");
        foreach (var submodule in module.Submodules)
        {
            var part = entry.Entry("submodule", submodule.Name, submodule.Revision ?? "");
            editor.Create(part);
            AddSchema(editor, part, edition.LocationOf(submodule.Name, submodule.Revision));
        }
    }

    private static void AddSchema(DataTreeEditor editor, DataPath entry, string? location)
    {
        if (location is not null) editor.SetText(entry.Child("schema"), location);
    }
}
