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
        new("ietf-netconf", Features: ["writable-running", "candidate", "rollback-on-error", "validate", "xpath"]),
        new("ietf-netconf-monitoring"),
        new("taiji-transports"),
        new("ietf-netconf-with-defaults"),
        new("ietf-netconf-notifications", Features: []),
        new("ietf-netconf-acm"),
        new("ietf-restconf-monitoring"),
        new("ietf-system", Features: ["authentication", "local-users"]),
    ];

    /// <summary>Whether the server brings the module itself.</summary>
    public static bool IsBase(string module) => Base.Any(b => b.Name == module);

    /// <summary>Compiles.</summary>
    /// <exception cref="HostStartException">There are errors; with every diagnostic.</exception>
    public static CompileResult Load(TaijiOptions options)
    {
        var compiler = new SchemaCompiler([.. options.YangDirectories]);
        foreach (var module in options.Modules.Where(m => !IsBase(m.Name))) compiler.Implement(module.Name, module.Revision, module.Features);
        foreach (var module in Base)
        {
            var asked = options.Modules.Where(m => m.Name == module.Name).ToList();
            compiler.Implement(module.Name, asked.Select(m => m.Revision).FirstOrDefault(r => r is not null), Features(module, asked));
        }

        var result = compiler.Compile();
        return result.Schema is null ? throw new HostStartException(result.Diagnostics) : result;
    }

    private static IReadOnlyList<string>? Features(ModuleSelection own, IReadOnlyList<ModuleSelection> asked) =>
        own.Features is null || asked.Any(m => m.Features is null && m.Name != "ietf-netconf")
            ? null : [.. own.Features.Concat(asked.SelectMany(m => m.Name == "ietf-netconf" ? [] : m.Features ?? [])).Distinct()];
}
