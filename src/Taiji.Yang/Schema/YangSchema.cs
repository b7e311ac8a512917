using System.Collections.Concurrent;

namespace Taiji.Yang.Schema;

/// <summary>The immutable compiled schema, shared by every session.</summary>
public sealed class YangSchema
{
    private readonly Dictionary<string, YangModule> _byName;
    private readonly Dictionary<string, YangModule> _byNamespace;
    private readonly ConcurrentDictionary<Type, object> _sideTables = new();
    private string? _contentId;

    /// <summary>How the data tree packs instances of this schema: made and read by Data when the first tree is.</summary>
    internal object? DataLayouts;

    internal YangSchema(IReadOnlyList<YangModule> modules, SchemaRoot root, IReadOnlyList<SchemaNode> nodes, IReadOnlyList<Identity> identities)
    {
        Modules = modules;
        Root = root;
        Nodes = nodes;
        Identities = identities;
        // Several revisions of an import-only module may be present: the implemented one answers, else the newest.
        var preferred = modules.GroupBy(m => m.Name).Select(g => g
            .OrderByDescending(m => m.IsImplemented).ThenByDescending(m => m.Revision, StringComparer.Ordinal).First()).ToList();
        _byName = preferred.ToDictionary(m => m.Name);
        _byNamespace = preferred.GroupBy(m => m.Namespace).ToDictionary(g => g.Key, g => g.First());
    }

    /// <summary>All modules, implemented and import-only, sorted by name and revision.</summary>
    public IReadOnlyList<YangModule> Modules { get; }

    /// <summary>Top-level data nodes, rpcs and notifications.</summary>
    public SchemaRoot Root { get; }

    /// <summary>All schema nodes by <see cref="SchemaNode.Ordinal"/>.</summary>
    public IReadOnlyList<SchemaNode> Nodes { get; }

    /// <summary>All identities by <see cref="Identity.Ordinal"/>.</summary>
    public IReadOnlyList<Identity> Identities { get; }

    /// <summary>Changes whenever modules, revisions, features or deviations do (RFC 8525 <c>content-id</c>).</summary>
    public string ContentId => _contentId ??= Schema.ContentId.Of(Modules);

    /// <summary>The module of that name (the implemented revision first), or null.</summary>
    /// <param name="name">The module's name.</param>
    public YangModule? FindModule(string name) => _byName.GetValueOrDefault(name);

    /// <summary>As the other one.</summary>
    /// <param name="name">The module's name.</param>
    public YangModule? FindModule(ReadOnlySpan<char> name) => _byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var module) ? module : null;

    /// <summary>The module with that namespace, or null.</summary>
    /// <param name="ns">The XML namespace.</param>
    public YangModule? FindModuleByNamespace(string ns) => _byNamespace.GetValueOrDefault(ns);

    /// <summary>The identity of that module and name, or null.</summary>
    /// <param name="module">The defining module's name.</param>
    /// <param name="name">The identifier.</param>
    public Identity? FindIdentity(string module, string name) =>
        FindModule(module)?.Identities.FirstOrDefault(i => i.Name == name);

    /// <summary>A table derived from this schema (encoded names, layouts …), made once and kept with it: what a static cache would be otherwise.</summary>
    /// <param name="make">Makes the table; may run twice when two threads come first together, one result is kept.</param>
    internal T SideTable<T>(Func<YangSchema, T> make)
        where T : class => (T)_sideTables.GetOrAdd(typeof(T), static (_, s) => s.make(s.schema), (make, schema: this));
}
