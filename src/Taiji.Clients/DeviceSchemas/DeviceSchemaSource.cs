using System.Collections.Concurrent;
using Taiji.Netconf;
using Taiji.Netconf.Client;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Clients.DeviceSchemas;

/// <summary>
/// Finds devices' schemas: which modules one has by its YANG library, their texts by get-schema (RFC 6022), all compiled. What was fetched once is kept in a directory by
/// module and revision, and the list of modules by its content-id: a device whose modules are known is asked for nothing.
/// </summary>
public sealed class DeviceSchemaSource
{
    private readonly ModuleCache _cache;
    private readonly ConcurrentDictionary<string, DeviceSchema> _compiled = new();

    /// <summary>Makes the source.</summary>
    /// <param name="directory">The directory; made when it is missing.</param>
    public DeviceSchemaSource(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _cache = new ModuleCache(directory);
    }

    /// <summary>A device's schema.</summary>
    /// <param name="client">A session with the device.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DeviceSchemaException">The device doesn't hand out a module, or its modules don't compile: every reason.</exception>
    public async Task<DeviceSchema> GetAsync(NetconfClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var id = ModuleInventory.ContentId(client);
        if (id is not null && _compiled.TryGetValue(id, out var known)) return known;
        var modules = id is null ? null : await _cache.FindSetAsync(id, cancellationToken).ConfigureAwait(false);
        if (modules is null)
        {
            modules = await ModuleInventory.ReadAsync(client, cancellationToken).ConfigureAwait(false);
            if (modules.Count == 0) throw new DeviceSchemaException(["The device has neither a YANG library nor modules in its hello."]);
            if (id is not null) await _cache.AddSetAsync(id, modules, cancellationToken).ConfigureAwait(false);
        }

        var schema = Compile(modules, await FetchAsync(client, modules, cancellationToken).ConfigureAwait(false));
        if (id is not null) _compiled[id] = schema;
        return schema;
    }

    /// <summary>The modules' texts, and those of what they import or include and nobody has listed.</summary>
    private async Task<Dictionary<ModuleEntry, string?>> FetchAsync(NetconfClient client, IReadOnlyList<ModuleEntry> modules, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<ModuleEntry, string?>();
        var next = modules;
        while (next.Count > 0)
        {
            // All at once: the session carries any number of requests.
            var fetched = await Task.WhenAll(next.Select(m => FetchAsync(client, m, cancellationToken))).ConfigureAwait(false);
            foreach (var (module, text) in next.Zip(fetched)) texts[module] = text;
            var known = texts.Keys.Select(m => m.Name).ToHashSet();
            next = [.. fetched.OfType<string>().SelectMany(ModuleLinks.Of).Where(m => known.Add(m.Name))];
        }

        return texts;
    }

    private async Task<string?> FetchAsync(NetconfClient client, ModuleEntry module, CancellationToken cancellationToken)
    {
        if (await _cache.FindAsync(module, cancellationToken).ConfigureAwait(false) is { } text) return text;
        try
        {
            text = await client.GetSchemaAsync(module.Name, module.Revision, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcErrorException or (NetconfException and not NetconfSessionClosedException))
        {
            // Many devices keep the standard modules to themselves: the compiler may have one, or say that it is missing.
            return null;
        }

        if (module.Revision is not null) await _cache.AddAsync(module, text, cancellationToken).ConfigureAwait(false);
        return text;
    }

    private static DeviceSchema Compile(IReadOnlyList<ModuleEntry> modules, Dictionary<ModuleEntry, string?> texts)
    {
        var compiler = new SchemaCompiler();
        foreach (var (module, text) in texts)
        {
            if (text is not null) compiler.AddModuleText(text, module.FileName);
        }

        foreach (var module in modules.Where(m => !m.IsSubmodule))
        {
            if (module.IsImplemented) compiler.Implement(module.Name, texts[module] is null ? null : module.Revision, module.Features);
            else compiler.SetFeatures(module.Name, module.Features);
        }

        var result = compiler.Compile();
        return result.Schema is { } schema ? new DeviceSchema(schema, modules) : throw new DeviceSchemaException([.. result.Errors.Select(e => e.ToString())]);
    }
}
