using Taiji.Yang.Schema;
using Taiji.Yang.Syntax;

namespace Taiji.YangCommands.Schemas;

/// <summary>The schema that a command works with.</summary>
/// <param name="Directories">Where modules are looked for.</param>
/// <param name="Modules">Names (<c>NAME</c> or <c>NAME@REVISION</c>) or files of the modules to implement.</param>
/// <param name="Features">Their features.</param>
/// <param name="IsVerbose">Whether to say which modules the schema has.</param>
internal sealed record SchemaRequest(
    IReadOnlyList<string> Directories, IReadOnlyList<string> Modules, IReadOnlyList<FeatureChoice> Features, bool IsVerbose)
{
    /// <summary>Compiles the modules; warnings are written at once.</summary>
    /// <param name="console">Receives the warnings.</param>
    /// <exception cref="UnusableOptionException">A directory, file or module isn't there.</exception>
    /// <exception cref="InvalidSchemaException">There are errors.</exception>
    public YangSchema Compile(CommandConsole console)
    {
        foreach (var directory in Directories)
        {
            if (!Directory.Exists(directory)) throw new UnusableOptionException($"--yang {directory}: there is no such directory");
        }

        var compiler = new SchemaCompiler(Directories);
        foreach (var module in Modules) Implement(compiler, module);
        var features = Features.GroupBy(f => f.Module).Select(g => g.Aggregate((a, b) => a.With(b))).ToList();
        foreach (var choice in features)
        {
            if (choice.Features is { } names) compiler.SetFeatures(choice.Module, names);
        }

        var result = compiler.Compile();
        if (result.Schema is not { } schema) throw new InvalidSchemaException(result.Diagnostics);
        console.Write(result.Diagnostics);
        foreach (var choice in features)
        {
            if (schema.FindModule(choice.Module) is null)
                throw new UnusableOptionException($"--features {choice.Module}: the schema has no module of that name");
        }

        if (IsVerbose) Describe(schema, console);
        return schema;
    }

    /// <summary>The modules asked for, in the order asked for.</summary>
    /// <param name="schema">The schema.</param>
    public IEnumerable<YangModule> Requested(YangSchema schema)
    {
        var found = new HashSet<YangModule>();
        foreach (var name in Modules)
        {
            var module = IsFile(name) ? ModuleOfFile(schema, name) : schema.FindModule(name.Split('@')[0]) ?? OwnerOf(schema, name.Split('@')[0]);
            if (module is not null && found.Add(module)) yield return module;
        }
    }

    private static void Implement(SchemaCompiler compiler, string module)
    {
        if (IsFile(module))
        {
            if (Directory.Exists(module)) throw new UnusableOptionException($"{module}: is a directory; the name or file of a module was expected");
            if (!File.Exists(module)) throw new UnusableOptionException($"{module}: there is no such file");
            compiler.Implement(module);
            return;
        }

        var at = module.IndexOf('@');
        if (at < 0) compiler.Implement(module);
        else if (at == 0) throw new UnusableOptionException($"{module}: the name of a module was expected before '@'");
        else compiler.Implement(module[..at], module[(at + 1)..]);
    }

    private static bool IsFile(string module) => module.Contains('/') || module.EndsWith(".yang", StringComparison.Ordinal) || module.EndsWith(".yin", StringComparison.Ordinal);

    private static YangModule? ModuleOfFile(YangSchema schema, string path)
    {
        if (StatementReader.Read(path, File.ReadAllBytes(path)).Root is not { Argument: { } name } root) return null;
        return root.Keyword == "submodule" ? OwnerOf(schema, name) : schema.Modules.FirstOrDefault(m => m.IsImplemented && m.Name == name);
    }

    private static YangModule? OwnerOf(YangSchema schema, string submodule) =>
        schema.Modules.FirstOrDefault(m => m.Submodules.Any(s => s.Name == submodule));

    private static void Describe(YangSchema schema, CommandConsole console)
    {
        foreach (var module in schema.Modules)
        {
            var submodules = module.Submodules.Count == 0 ? "" : ", submodules: " + string.Join(' ', module.Submodules.Select(s => s.Revision is null ? s.Name : $"{s.Name}@{s.Revision}"));
            var features = module.Features.Count == 0 ? "" : ", features: " + string.Join(' ', module.Features);
            console.Error.WriteLine($"{module}: {(module.IsImplemented ? "implemented" : "imported")}{submodules}{features}");
        }

        console.Error.WriteLine($"{schema.Nodes.Count} schema nodes, content-id {schema.ContentId}");
    }
}
