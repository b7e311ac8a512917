using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Gives the deprecated <c>/ietf-yang-library:modules-state</c> (RFC 8525 §4.2, RFC 7895), which RESTCONF clients still ask for (RFC 8040 §10).</summary>
public sealed class ModulesStateProvider : SchemaStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-yang-library:modules-state";

    /// <summary>Makes the provider.</summary>
    /// <param name="locations">Where clients get the modules' texts.</param>
    public ModulesStateProvider(ModuleLocations locations)
        : base(Path[1..], locations)
    {
    }

    private protected override void Add(DataTreeEditor editor, DataPath container, YangSchema schema)
    {
        editor.SetText(container.Child("module-set-id"), schema.ContentId);
        foreach (var module in schema.Modules) AddModule(editor, container.Entry("module", module.Name, module.Revision ?? ""), module);
    }

    private void AddModule(DataTreeEditor editor, DataPath entry, YangModule module)
    {
        AddSchema(editor, entry, module.Name, module.Revision);
        editor.SetText(entry.Child("namespace"), module.Namespace);
        foreach (var feature in module.Features) editor.Create(entry.Entry("feature", feature));
        foreach (var deviating in module.DeviatedBy) editor.Create(entry.Entry("deviation", deviating.Name, deviating.Revision ?? ""));
        editor.SetText(entry.Child("conformance-type"), module.IsImplemented ? "implement" : "import");
        foreach (var submodule in module.Submodules)
        {
            var part = entry.Entry("submodule", submodule.Name, submodule.Revision ?? "");
            editor.Create(part);
            AddSchema(editor, part, submodule.Name, submodule.Revision);
        }
    }

    private void AddSchema(DataTreeEditor editor, DataPath entry, string name, string? revision)
    {
        if (LocationOf(name, revision) is { } location) editor.SetText(entry.Child("schema"), location);
    }
}
