using Taiji.Datastores.Store;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Hosting;

/// <summary>Compiles the host's schema: the modules the server itself needs, and those the host asks for.</summary>
internal static class SchemaLoader
{
    // What the server always implements, with the features it has. What a host says of one of these adds features, and never takes these away.
    private static readonly ModuleSelection[] Base =
    [
        new("ietf-yang-library"),
        // Its identities are the names of the datastores in the YANG library.
        new("ietf-datastores"),
        new("ietf-origin"),
        new("ietf-netconf", Features: ["rollback-on-error", "validate", "xpath"]),
        new("ietf-netconf-monitoring"),
        new("ietf-netconf-partial-lock"),
        new("taiji-rollbacks"),
        new("taiji-staging"),
        new("taiji-upgrades"),
        new("ietf-factory-default"),
        new("taiji-transports"),
        new("ietf-x509-cert-to-name"),
        new("taiji-local-session"),
        new("taiji-attributes"),
        new("ietf-netconf-with-defaults"),
        new("ietf-netconf-nmda"),
        new("ietf-netconf-notifications", Features: []),
        new("notifications"),
        new("nc-notifications"),
        new("taiji-state-providers"),
        new("ietf-subscribed-notifications", Features: ["encode-json", "encode-xml", "replay", "subtree", "xpath"]),
        new("ietf-restconf-subscribed-notifications"),
        new("ietf-yang-push", Features: ["on-change"]),
        new("taiji-subscriptions"),
        new("ietf-netconf-private-candidate"),
        new("ietf-netconf-txid"),
        new("ietf-netconf-acm"),
        new("taiji-access"),
        new("taiji-sessions"),
        new("ietf-restconf-monitoring"),
        new("ietf-system-capabilities"),
        new("ietf-list-pagination"),
        new("ietf-system", Features: ["authentication", "local-users"]),
    ];

    // Deviates what needs the feature "configured" of RFC 8639; a deviation can't depend on a feature.
    private const string NothingConfigured = "taiji-subscriptions";

    /// <summary>Whether the server brings the module itself.</summary>
    public static bool IsBase(string module) => Base.Any(b => b.Name == module);

    /// <summary>Compiles.</summary>
    /// <exception cref="HostStartException">There are errors; with every diagnostic.</exception>
    public static CompileResult Load(TaijiOptions options)
    {
        var compiler = new SchemaCompiler([.. options.YangDirectories]);
        foreach (var module in options.Modules.Where(m => !IsBase(m.Name))) compiler.Implement(module.Name, module.Revision, module.Features);
        foreach (var module in Base.Where(m => m.Name != NothingConfigured || !HasConfiguredSubscriptions(options)))
        {
            var asked = options.Modules.Where(m => m.Name == module.Name).ToList();
            compiler.Implement(module.Name, asked.Select(m => m.Revision).FirstOrDefault(r => r is not null), Features(module, asked, options));
        }

        var result = compiler.Compile();
        return result.Schema is null ? throw new HostStartException(result.Diagnostics) : result;
    }

    private static bool HasConfiguredSubscriptions(TaijiOptions options) =>
        options.Modules.Any(m => m.Name == "ietf-subscribed-notifications" && m.Features?.Contains("configured") != false);

    private static IReadOnlyList<string>? Features(ModuleSelection own, IReadOnlyList<ModuleSelection> asked, TaijiOptions options) => own switch
    {
        // The server's own to say: what it can do, it says (RFC 6241 §8).
        { Name: "ietf-netconf" } => [.. own.Features!, .. Features(options.Datastores), .. options.NetconfFeatures],
        { Name: "ietf-netconf-private-candidate" } => options.Datastores.Has(Datastore.Candidate) ? ["private-candidate"] : [],
        { Features: { } features } when asked.All(m => m.Features is not null) => [.. features.Concat(asked.SelectMany(m => m.Features!)).Distinct()],
        _ => null,
    };

    private static IEnumerable<string> Features(DatastoreSwitches datastores)
    {
        if (datastores.WritableRunning) yield return "writable-running";
        if (datastores.Has(Datastore.Candidate)) yield return "candidate";
        if (datastores.Has(Datastore.Candidate)) yield return "confirmed-commit";
        if (datastores.Has(Datastore.Startup)) yield return "startup";
    }
}
