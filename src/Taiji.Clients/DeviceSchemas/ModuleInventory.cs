using System.Xml.Linq;
using Taiji.Netconf.Capabilities;
using Taiji.Netconf.Client;

namespace Taiji.Clients.DeviceSchemas;

/// <summary>Finds out which modules a device has: by its YANG library (RFC 8525, RFC 7895), or by its hello (RFC 6020 §5.6.4).</summary>
internal static class ModuleInventory
{
    private const string Library10 = "urn:ietf:params:netconf:capability:yang-library:1.0";

    private static readonly XNamespace Library = "urn:ietf:params:xml:ns:yang:ietf-yang-library";

    /// <summary>What names the set of modules: it changes when they do. Null when the device has no such name.</summary>
    public static string? ContentId(NetconfClient client)
    {
        if (client.ServerCapabilities.TryGet(CapabilityUris.YangLibrary11, out var current) && current.TryGetParameter("content-id", out var id)) return id;
        return client.ServerCapabilities.TryGet(Library10, out var old) && old.TryGetParameter("module-set-id", out var set) ? set : null;
    }

    /// <summary>The modules.</summary>
    public static async Task<IReadOnlyList<ModuleEntry>> ReadAsync(NetconfClient client, CancellationToken cancellationToken)
    {
        if (client.ServerCapabilities.Has(CapabilityUris.YangLibrary11))
        {
            var library = await GetAsync(client, "yang-library", cancellationToken).ConfigureAwait(false);
            if (library is not null) return FromLibrary(library);
        }

        var hasState = client.ServerCapabilities.Has(Library10) || client.ServerCapabilities.Has(CapabilityUris.YangLibrary11);
        var state = hasState ? await GetAsync(client, "modules-state", cancellationToken).ConfigureAwait(false) : null;
        return state is not null ? FromModulesState(state) : FromHello(client.ServerCapabilities);
    }

    private static async Task<XElement?> GetAsync(NetconfClient client, string name, CancellationToken cancellationToken)
    {
        var reply = await client.GetAsync(NetconfFilter.Subtree($"<{name} xmlns=\"{Library.NamespaceName}\"/>"), cancellationToken: cancellationToken).ConfigureAwait(false);
        return reply.ToData().Element(Library + name);
    }

    private static List<ModuleEntry> FromLibrary(XElement library)
    {
        var modules = new List<ModuleEntry>();
        foreach (var module in library.Elements(Library + "module-set").SelectMany(s => s.Elements()))
        {
            if (module.Name != Library + "module" && module.Name != Library + "import-only-module") continue;
            Add(modules, module, module.Name == Library + "module");
        }

        return modules;
    }

    private static List<ModuleEntry> FromModulesState(XElement state)
    {
        var modules = new List<ModuleEntry>();
        foreach (var module in state.Elements(Library + "module")) Add(modules, module, Text(module, "conformance-type") != "import");
        return modules;
    }

    private static void Add(List<ModuleEntry> modules, XElement module, bool isImplemented)
    {
        // The same module may be in several sets.
        Add(new ModuleEntry(Text(module, "name")!, Text(module, "revision"), isImplemented, [.. module.Elements(Library + "feature").Select(f => f.Value)]));
        foreach (var submodule in module.Elements(Library + "submodule")) Add(new ModuleEntry(Text(submodule, "name")!, Text(submodule, "revision"), false, [], IsSubmodule: true));

        void Add(ModuleEntry entry)
        {
            if (!modules.Exists(m => m.Name == entry.Name && m.Revision == entry.Revision)) modules.Add(entry);
        }
    }

    // What a hello tells: modules that are implemented, and none that they import.
    private static List<ModuleEntry> FromHello(CapabilitySet capabilities) =>
    [
        .. from capability in capabilities
           where capability.Parameters.ContainsKey("module")
           select new ModuleEntry(
               capability.Parameters["module"],
               capability.TryGetParameter("revision", out var revision) ? revision : null,
               true,
               capability.TryGetParameter("features", out var features) ? features.Split(',', StringSplitOptions.RemoveEmptyEntries) : []),
    ];

    private static string? Text(XElement parent, string name) => parent.Element(Library + name)?.Value is { Length: > 0 } text ? text : null;
}
