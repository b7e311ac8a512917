using System.Text;
using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Schema;

/// <summary>
/// A set of modules and features → <see cref="YangSchema"/>, or every error in them. For one compilation, on one thread.
/// The order of calls does not matter.
/// </summary>
public sealed class SchemaCompiler
{
    private readonly SchemaCompilerOptions _options;
    private readonly ModuleCatalog _catalog;
    private readonly DiagnosticBag _diagnostics = new();
    private readonly List<ModuleText> _main = [];
    private readonly List<(string Name, string? Revision)> _byName = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _features = [];

    /// <summary>Makes a compiler.</summary>
    /// <param name="options">Where to look for modules.</param>
    public SchemaCompiler(SchemaCompilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _catalog = new ModuleCatalog(options.SearchDirectories, options.UseEmbeddedModules);
    }

    /// <summary>Makes a compiler that looks in directories, with their subfolders, and among the embedded modules.</summary>
    /// <param name="searchDirectories">The directories.</param>
    public SchemaCompiler(params IReadOnlyList<string> searchDirectories)
        : this(new SchemaCompilerOptions { SearchDirectories = searchDirectories })
    {
    }

    /// <summary>Compiles texts: every module among them is implemented, with all features; what they import may also be an embedded module.</summary>
    /// <param name="yangTexts">Modules and submodules, in any order.</param>
    public static CompileResult FromTexts(params IReadOnlyList<string> yangTexts)
    {
        ArgumentNullException.ThrowIfNull(yangTexts);
        var compiler = new SchemaCompiler();
        foreach (var text in yangTexts) compiler.ImplementText(text);
        return compiler.Compile();
    }

    /// <summary>Asks for a module to be implemented (RFC 7950 §5.6.5).</summary>
    /// <param name="moduleNameOrFile">A module's name, or the path of its file; the file's directory is then searched too.</param>
    /// <param name="revision">The revision (<c>YYYY-MM-DD</c>), or null for the newest found.</param>
    /// <param name="features">The supported features' names; null for all, empty for none.</param>
    public void Implement(string moduleNameOrFile, string? revision = null, IReadOnlyList<string>? features = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(moduleNameOrFile);
        var name = moduleNameOrFile;
        if (IsPath(moduleNameOrFile))
        {
            var directory = Path.GetDirectoryName(Path.GetFullPath(moduleNameOrFile))!;
            if (Directory.Exists(directory)) _catalog.AddDirectory(directory);
            if (_catalog.ReadFile(moduleNameOrFile, _diagnostics) is not { } text) return;
            name = text.IsSubmodule ? text.BelongsTo ?? text.Name : text.Name;
            if (text.IsSubmodule) _byName.Add((name, null));
            else _main.Add(text);
        }
        else
        {
            _byName.Add((name, revision));
        }

        if (features is not null) _features[name] = features;
    }

    /// <summary>Implements a module given as text; a submodule's text is kept for the module that includes it.</summary>
    /// <param name="yang">The text.</param>
    /// <param name="path">The file name to show in diagnostics; null for one made from the order of the texts.</param>
    public void ImplementText(string yang, string? path = null)
    {
        if (AddText(yang, path) is { IsSubmodule: false } text) _main.Add(text);
    }

    /// <summary>Makes a module or submodule known that others may import or include.</summary>
    /// <param name="yang">The text.</param>
    /// <param name="path">The file name to show in diagnostics; null for one made from the order of the texts.</param>
    public void AddModuleText(string yang, string? path = null) => AddText(yang, path);

    /// <summary>Sets the supported features of a module, implemented or imported. Of a module nobody sets, all are supported.</summary>
    /// <param name="module">The module's name.</param>
    /// <param name="features">The features' names; empty for none.</param>
    public void SetFeatures(string module, IReadOnlyList<string> features) => _features[module] = features;

    /// <summary>Compiles all modules asked for, with everything they import.</summary>
    public CompileResult Compile()
    {
        foreach (var (name, revision) in _byName) Resolve(name, revision);
        var compilation = new Compilation(_catalog, _options, _features, _diagnostics);
        var schema = compilation.Run(_main.Distinct());
        return new CompileResult(_diagnostics.HasErrors ? null : schema, _diagnostics.ToSorted());
    }

    private ModuleText? AddText(string yang, string? path)
    {
        ArgumentNullException.ThrowIfNull(yang);
        return _catalog.AddText(path ?? $"text{_catalog.GivenCount + 1}", Encoding.UTF8.GetBytes(yang), _diagnostics);
    }

    private void Resolve(string name, string? revision)
    {
        var text = _catalog.Find(name, revision, _diagnostics);
        if (text is { IsSubmodule: true, BelongsTo: { } main }) text = _catalog.Find(main, null, _diagnostics);
        if (text is { IsSubmodule: false })
        {
            _main.Add(text);
            return;
        }

        var wanted = revision is null ? name : $"{name}@{revision}";
        _diagnostics.Report(DiagnosticDescriptors.ModuleNotFound, new SourceLocation(name, 1, 1), wanted, Suggestion.For(name, _catalog.Names));
    }

    private static bool IsPath(string text) =>
        text.Contains('/') || text.Contains(Path.DirectorySeparatorChar) || ModuleCatalog.IsModuleFile(text);
}
