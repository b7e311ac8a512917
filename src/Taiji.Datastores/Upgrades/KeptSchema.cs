using System.Text;
using System.Text.Json;
using Taiji.Datastores.Journal;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Upgrades;

/// <summary>
/// The modules that the data directory was last written under, kept in its file <c>schema</c>: what is there can be read after they are gone from elsewhere.
/// </summary>
internal sealed record KeptSchema
{
    private const string File = "schema";
    private const string Next = "schema.next";
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>Their content-id.</summary>
    public required string Id { get; init; }

    /// <summary>The modules.</summary>
    public required IReadOnlyList<KeptModule> Modules { get; init; }

    /// <summary>The revisions of those that are implemented.</summary>
    public IReadOnlyDictionary<string, string?> Revisions => Modules.Where(m => m.IsImplemented).ToDictionary(m => m.Name, m => m.Revision);

    /// <summary>What is to be kept of a schema.</summary>
    /// <param name="schema">The schema.</param>
    public static KeptSchema Of(YangSchema schema) => new()
    {
        Id = schema.ContentId,
        Modules = [.. schema.Modules.Select(m => new KeptModule
        {
            Name = m.Name,
            Revision = m.Revision,
            IsImplemented = m.IsImplemented,
            Features = m.Features,
            File = Path.GetFileName(m.SourcePath),
            Text = Encoding.UTF8.GetString(m.Source.Span),
            Submodules = [.. m.Submodules.Select(s => Encoding.UTF8.GetString(s.Source.Span))],
        })],
    };

    /// <summary>Reads what is kept; null when nothing is.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="migratedTo">The content-id that the newest migration in the journal names: its modules are in force, though a crash may have come before they were named so.</param>
    /// <exception cref="JournalException">It can't be read.</exception>
    public static KeptSchema? Read(string directory, string? migratedTo)
    {
        var next = Path.Combine(directory, Next);
        if (migratedTo is not null && System.IO.File.Exists(next) && Load(next).Id == migratedTo) Replace(directory);
        var path = Path.Combine(directory, File);
        return System.IO.File.Exists(path) ? Load(path) : null;
    }

    /// <summary>Writes it beside the one that is kept, on disk when this returns.</summary>
    /// <param name="directory">The data directory.</param>
    public void Write(string directory)
    {
        using (var file = PrivateFile.Open(Path.Combine(directory, Next), FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, Format);
            file.Flush(flushToDisk: true);
        }

        DirectorySync.Flush(directory);
    }

    /// <summary>Makes what <see cref="Write"/> wrote the one that is kept.</summary>
    /// <param name="directory">The data directory.</param>
    public static void Replace(string directory)
    {
        System.IO.File.Move(Path.Combine(directory, Next), Path.Combine(directory, File), overwrite: true);
        DirectorySync.Flush(directory);
    }

    /// <summary>Compiles it again.</summary>
    /// <exception cref="JournalException">It doesn't compile any more, with every diagnostic.</exception>
    public YangSchema Compile()
    {
        var compiler = new SchemaCompiler(new SchemaCompilerOptions { UseEmbeddedModules = false });
        foreach (var module in Modules)
        {
            foreach (var submodule in module.Submodules) compiler.AddModuleText(submodule);
            if (module.IsImplemented) compiler.ImplementText(module.Text, module.File);
            else compiler.AddModuleText(module.Text, module.File);
            compiler.SetFeatures(module.Name, module.Features);
        }

        var result = compiler.Compile();
        return result.Schema ?? throw new JournalException($"The modules kept in the data directory's file 'schema' don't compile: {string.Join(' ', result.Diagnostics)}");
    }

    private static KeptSchema Load(string path)
    {
        try
        {
            using var file = System.IO.File.OpenRead(path);
            return JsonSerializer.Deserialize<KeptSchema>(file, Format) ?? throw new JournalException($"{path} says nothing.");
        }
        catch (JsonException e)
        {
            throw new JournalException($"{path} is damaged: {e.Message}", e);
        }
    }
}

/// <summary>One module that is kept.</summary>
internal sealed record KeptModule
{
    public required string Name { get; init; }

    public string? Revision { get; init; }

    public bool IsImplemented { get; init; }

    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The name of its file: how it is written (YANG or YIN) is seen from that.</summary>
    public string File { get; init; } = "";

    public required string Text { get; init; }

    public IReadOnlyList<string> Submodules { get; init; } = [];
}
