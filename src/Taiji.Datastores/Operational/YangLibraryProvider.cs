using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Operational;

/// <summary>Gives <c>/ietf-yang-library:yang-library</c> (RFC 8525 §3): one module set that every datastore has.</summary>
public sealed class YangLibraryProvider : SchemaStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/ietf-yang-library:yang-library";

    private const string SetName = "complete";
    private readonly DatastoreSwitches _datastores;

    /// <summary>Makes the provider.</summary>
    /// <param name="library">The library.</param>
    /// <param name="datastores">The datastores the server has.</param>
    public YangLibraryProvider(YangLibrary library, DatastoreSwitches datastores)
        : base(Path[1..], library) => _datastores = datastores;

    private protected override void Add(DataTreeEditor editor, DataPath container, YangSchema schema, LibraryEdition edition)
    {
        var set = container.Entry("module-set", SetName);
        foreach (var module in schema.Modules) AddModule(editor, set, module, edition);
        editor.Create(container.Entry("schema", SetName).Entry("module-set", SetName));
        foreach (var datastore in _datastores.All)
        {
            var identity = DatastoreNames.IdentityOf(datastore);
            var colon = identity.IndexOf(':', StringComparison.Ordinal);
            if (schema.FindIdentity(identity[..colon], identity[(colon + 1)..]) is null) continue;
            editor.SetText(container.Entry("datastore", identity).Child("schema"), SetName);
        }

        editor.SetText(container.Child("content-id"), edition.ContentId);
    }

    private static void AddModule(DataTreeEditor editor, DataPath set, YangModule module, LibraryEdition edition)
    {
        var entry = module.IsImplemented ? set.Entry("module", module.Name) : set.Entry("import-only-module", module.Name, module.Revision ?? "");
        if (module.IsImplemented && module.Revision is not null) editor.SetText(entry.Child("revision"), module.Revision);
        editor.SetText(entry.Child("namespace"), module.Namespace);
        AddLocation(editor, entry, edition.LocationOf(module.Name, module.Revision));
        foreach (var submodule in module.Submodules)
        {
            var part = entry.Entry("submodule", submodule.Name);
            editor.Create(part);
            if (submodule.Revision is not null) editor.SetText(part.Child("revision"), submodule.Revision);
            AddLocation(editor, part, edition.LocationOf(submodule.Name, submodule.Revision));
        }

        if (!module.IsImplemented) return;
        foreach (var feature in module.Features) editor.Create(entry.Entry("feature", feature));
        foreach (var deviating in module.DeviatedBy) editor.Create(entry.Entry("deviation", deviating.Name));
    }

    private static void AddLocation(DataTreeEditor editor, DataPath entry, string? location)
    {
        if (location is not null) editor.Create(entry.Entry("location", location));
    }
}
