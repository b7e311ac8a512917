using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>
/// Finds module texts by name: those given as text, then search directories with their subfolders, then the modules embedded in this assembly.
/// A file is known by its name (<c>name[@revision].yang</c>, or <c>.yin</c> where there is no <c>.yang</c>); only when that finds nothing, by its content.
/// </summary>
internal sealed class ModuleCatalog
{
    private static readonly string[] Extensions = [".yang", ".yin"];

    private readonly NameTable _names = new();
    private readonly List<string> _directories = [];
    private readonly List<ModuleText> _given = [];
    private readonly Dictionary<string, ModuleText?> _parsed = [];
    private readonly bool _useEmbedded;
    private Dictionary<string, List<Candidate>>? _byFileName;
    private Dictionary<string, List<Candidate>>? _byContent;
    private Dictionary<string, List<Candidate>>? _embedded;

    public ModuleCatalog(IEnumerable<string> directories, bool useEmbedded)
    {
        foreach (var directory in directories) AddDirectory(directory);
        _useEmbedded = useEmbedded;
    }

    /// <summary>Whether a file's name is that of a module's text.</summary>
    public static bool IsModuleFile(string path) => Array.Exists(Extensions, e => path.EndsWith(e, StringComparison.Ordinal));

    public void AddDirectory(string directory)
    {
        directory = Path.GetFullPath(directory);
        if (!_directories.Contains(directory)) _directories.Add(directory);
        _byFileName = _byContent = null;
    }

    /// <summary>How many texts were given.</summary>
    public int GivenCount => _given.Count;

    /// <summary>Adds a text that isn't a file; null when it can't be read.</summary>
    public ModuleText? AddText(string name, ReadOnlyMemory<byte> bytes, DiagnosticBag diagnostics)
    {
        var text = Parse(new SourceText(name, bytes), diagnostics);
        if (text is not null) _given.Add(text);
        return text;
    }

    /// <summary>Reads a file, whatever its name; null when it can't be read, with the reason reported.</summary>
    public ModuleText? ReadFile(string path, DiagnosticBag diagnostics)
    {
        if (_parsed.TryGetValue(path, out var known)) return known;
        ModuleText? text = null;
        try
        {
            if (Directory.Exists(path)) diagnostics.Report(DiagnosticDescriptors.NotAFile, new SourceLocation(path, 1, 1));
            else text = Parse(new SourceText(path, File.ReadAllBytes(path)), diagnostics);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Report(DiagnosticDescriptors.Unreadable, new SourceLocation(path, 1, 1), e.Message);
        }

        return _parsed[path] = text;
    }

    /// <summary>The text of a module or submodule.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="revision">The exact revision, or null for the newest.</param>
    /// <param name="diagnostics">Receives what was wrong with files that bear the name.</param>
    public ModuleText? Find(string name, string? revision, DiagnosticBag diagnostics) =>
        Best(_given.Where(t => t.Name == name), revision)
        ?? BestFile([.. Texts(FileIndex(), name, revision, diagnostics)], revision, diagnostics)
        ?? BestFile([.. Texts(ContentIndex(), name, revision, diagnostics)], revision, diagnostics)
        ?? (_useEmbedded ? Best(Texts(EmbeddedIndex(), name, revision, diagnostics), revision) : null);

    /// <summary>The revisions of a module that could be had, for messages.</summary>
    public IEnumerable<string> RevisionsOf(string name) =>
        FileIndex().GetValueOrDefault(name, []).Concat(EmbeddedIndex().GetValueOrDefault(name, [])).Select(c => c.Revision).OfType<string>().Order().Distinct();

    /// <summary>All names known by file name, for suggestions.</summary>
    public IEnumerable<string> Names => FileIndex().Keys.Concat(EmbeddedIndex().Keys).Concat(_given.Select(t => t.Name));

    /// <summary>The best of files; of several for one revision the first counts, by its path, and those that differ from it are pointed out.</summary>
    private static ModuleText? BestFile(List<ModuleText> texts, string? revision, DiagnosticBag diagnostics)
    {
        var best = Best(texts, revision);
        foreach (var other in texts)
        {
            if (best is null || other == best || other.Revision != best.Revision || other.Source.Bytes.Span.SequenceEqual(best.Source.Bytes.Span)) continue;
            diagnostics.ReportRelated(DiagnosticDescriptors.TwoFiles, other.Root.ArgumentLocation, best.Root.ArgumentLocation, best);
        }

        return best;
    }

    private static ModuleText? Best(IEnumerable<ModuleText> texts, string? revision)
    {
        ModuleText? best = null;
        foreach (var text in texts)
        {
            if (revision is not null && text.Revision != revision) continue;
            if (best is null || string.CompareOrdinal(text.Revision, best.Revision) > 0) best = text;
        }

        return best;
    }

    private IEnumerable<ModuleText> Texts(
        Dictionary<string, List<Candidate>> index, string name, string? revision, DiagnosticBag diagnostics)
    {
        if (!index.TryGetValue(name, out var candidates)) yield break;
        var newest = candidates.Max(c => c.Revision);
        foreach (var candidate in candidates)
        {
            // A revision in the file's name spares reading the files that can't be the one.
            if (candidate.Revision is not null && candidate.Revision != (revision ?? newest)) continue;
            var text = candidate.IsEmbedded ? ReadEmbedded(candidate.Path) : ReadFile(candidate.Path, diagnostics);
            if (text is null) continue;
            if (text.Name == name) yield return text;
            else diagnostics.Report(DiagnosticDescriptors.FileNameMismatch, text.Root.ArgumentLocation, text.Name, Path.GetFileName(candidate.Path));
        }
    }

    private Dictionary<string, List<Candidate>> FileIndex()
    {
        if (_byFileName is not null) return _byFileName;
        _byFileName = [];
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        foreach (var directory in _directories)
        {
            if (!Directory.Exists(directory)) continue;
            foreach (var extension in Extensions)
            {
                var files = Directory.GetFiles(directory, "*" + extension, options);
                Array.Sort(files, StringComparer.Ordinal);
                foreach (var file in files) Add(_byFileName, Path.GetFileNameWithoutExtension(file), file, false);
            }
        }

        return _byFileName;
    }

    private Dictionary<string, List<Candidate>> ContentIndex()
    {
        if (_byContent is not null) return _byContent;
        _byContent = [];
        foreach (var candidate in FileIndex().Values.SelectMany(c => c))
        {
            // What is wrong with files that nobody asked for is not reported.
            if (ReadFile(candidate.Path, new DiagnosticBag()) is not { } text || NameOf(candidate.Path) == text.Name) continue;
            if (!_byContent.TryGetValue(text.Name, out var list)) _byContent[text.Name] = list = [];
            list.Add(new Candidate(text.Revision, candidate.Path, false));
        }

        return _byContent;
    }

    private Dictionary<string, List<Candidate>> EmbeddedIndex()
    {
        if (_embedded is not null) return _embedded;
        _embedded = [];
        if (!_useEmbedded) return _embedded;
        foreach (var resource in typeof(ModuleCatalog).Assembly.GetManifestResourceNames())
        {
            if (resource.EndsWith(".yang", StringComparison.Ordinal)) Add(_embedded, Path.GetFileNameWithoutExtension(resource), resource, true);
        }

        return _embedded;
    }

    private ModuleText? ReadEmbedded(string resource)
    {
        if (_parsed.TryGetValue(resource, out var known)) return known;
        using var stream = typeof(ModuleCatalog).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return _parsed[resource] = Parse(new SourceText(Path.GetFileNameWithoutExtension(resource), bytes), new DiagnosticBag());
    }

    private ModuleText? Parse(SourceText source, DiagnosticBag diagnostics)
    {
        var own = new DiagnosticBag();
        IReadOnlyDictionary<string, string>? namespaces = null;
        Statement? root;
        if (YinParser.IsYin(source.Bytes.Span)) (root, namespaces) = YinParser.Parse(source, _names, own);
        else root = StatementParser.Parse(source, _names, own);
        if (root?.Argument is not null) return new ModuleText(source, root, own) { YinNamespaces = namespaces };
        if (root is not null) GrammarChecker.Check(root, own);
        diagnostics.AddAll(own);
        return null;
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path).Split('@')[0];

    private static void Add(Dictionary<string, List<Candidate>> index, string fileName, string path, bool isEmbedded)
    {
        var at = fileName.IndexOf('@');
        var name = at < 0 ? fileName : fileName[..at];
        if (!index.TryGetValue(name, out var list)) index[name] = list = [];
        list.Add(new Candidate(at < 0 ? null : fileName[(at + 1)..], path, isEmbedded));
    }

    /// <summary>A file or resource that bears a module's name.</summary>
    private sealed record Candidate(string? Revision, string Path, bool IsEmbedded);
}
