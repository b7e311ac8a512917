using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>
/// The modules of one compilation: those to implement and all they import, with their submodules and prefixes (RFC 7950 §5.1).
/// What is loaded does not depend on the order of anything.
/// </summary>
internal sealed class ModuleSet(ModuleCatalog catalog, DiagnosticBag diagnostics)
{
    private readonly Dictionary<(string Name, string? Revision), LoadedModule> _loaded = [];
    private readonly Dictionary<string, LoadedModule> _implemented = [];
    private readonly Queue<LoadedModule> _unlinked = [];
    private readonly HashSet<ModuleText> _checked = [];
    private readonly LinkageRules _rules = new(diagnostics);

    /// <summary>All modules, by name and revision.</summary>
    public IReadOnlyList<LoadedModule> Modules { get; private set; } = [];

    /// <summary>Loads the modules to implement, then everything they need.</summary>
    /// <param name="main">The modules to implement.</param>
    public void Load(IEnumerable<ModuleText> main)
    {
        foreach (var text in main.OrderBy(t => t.Name, StringComparer.Ordinal).ThenBy(t => t.Revision, StringComparer.Ordinal)) Implement(text);
        while (_unlinked.TryDequeue(out var module)) Link(module);
        Modules = [.. _loaded.Values.OrderBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.Module.Revision, StringComparer.Ordinal)];
        _rules.ReportImportCycles(Modules);
        _rules.ReportSharedNamespaces(Modules);
    }

    /// <summary>The revision of a module that is implemented, or else will be when something demands it: the newest loaded.</summary>
    public LoadedModule Primary(LoadedModule module)
    {
        if (_implemented.TryGetValue(module.Name, out var implemented)) return implemented;
        var best = module;
        foreach (var other in Modules)
        {
            if (other.Name == module.Name && string.CompareOrdinal(other.Module.Revision, best.Module.Revision) > 0) best = other;
        }

        return best;
    }

    /// <summary>Makes an imported module implemented.</summary>
    public LoadedModule Implement(LoadedModule module)
    {
        var primary = Primary(module);
        primary.IsImplemented = true;
        _implemented[primary.Name] = primary;
        return primary;
    }

    private void Implement(ModuleText text)
    {
        if (_implemented.TryGetValue(text.Name, out var other) && other.Main != text)
        {
            if (text.Source.Bytes.Span.SequenceEqual(other.Main.Source.Bytes.Span)) return;
            diagnostics.ReportRelated(
                DiagnosticDescriptors.TwoRevisionsImplemented, text.Root.Location, other.Main.Root.Location, text.Name, text.Revision, other.Module.Revision);
            return;
        }

        var module = Register(text);
        module.IsImplemented = true;
        _implemented[text.Name] = module;
    }

    private LoadedModule Register(ModuleText text)
    {
        if (_loaded.TryGetValue((text.Name, text.Revision), out var known)) return known;
        Check(text);
        var module = new LoadedModule(text) { IsIncomplete = text.IsBroken };
        _loaded.Add((text.Name, text.Revision), module);
        _unlinked.Enqueue(module);
        return module;
    }

    private void Check(ModuleText text)
    {
        if (!_checked.Add(text)) return;
        diagnostics.AddAll(text.Diagnostics);
        if (text.IsBroken) return;
        GrammarChecker.Check(text.Root, diagnostics);
        var file = Path.GetFileName(text.Source.Path);
        if (ModuleCatalog.IsModuleFile(file) && Path.GetFileNameWithoutExtension(file).Split('@') is [var name, ..] && name != text.Name)
        {
            diagnostics.Report(DiagnosticDescriptors.FileNameMismatch, text.Root.ArgumentLocation, text.Name, file);
        }

        _rules.CheckRevisions(text);
    }

    private void Link(LoadedModule module)
    {
        AddPrefix(module.Main, module.Main.Root.Find(StatementKind.Prefix), module);
        Include(module, module.Main);
        for (var i = 0; i < module.Texts.Count; i++)
        {
            var text = module.Texts[i];
            if (text.IsSubmodule)
            {
                AddPrefix(text, text.Root.Find(StatementKind.BelongsTo)?.Find(StatementKind.Prefix), module);
                Include(module, text);
            }

            foreach (var statement in text.Root.Children)
            {
                if (statement.Kind == StatementKind.Import) Import(module, text, statement);
            }
        }

        if (!module.Main.IsVersion11) _rules.ReportIncludeCycles(module);
        module.Module.Submodules = [.. module.Texts.Skip(1).Select(t => new YangSubmodule(t.Name, t.Revision, t.Yang))];
    }

    private void Import(LoadedModule module, ModuleText text, Statement import)
    {
        var name = import.ArgumentOrEmpty;
        var prefix = import.Find(StatementKind.Prefix);
        if (name == module.Name)
        {
            diagnostics.Report(DiagnosticDescriptors.ImportsItself, import.ArgumentLocation, name);
            return;
        }

        var date = import.Find(StatementKind.RevisionDate);
        var imported = FindImported(name, date?.Argument);
        if (imported is null)
        {
            var suggestion = Suggestion.For(name, catalog.Names);
            if (date is not null && catalog.RevisionsOf(name).ToList() is { Count: > 0 } others) suggestion = $"; found: {string.Join(", ", others)}";
            diagnostics.Report(DiagnosticDescriptors.ModuleNotFound, import.ArgumentLocation, date is null ? name : $"{name}@{date.Argument}", suggestion);
        }
        else if (!text.IsVersion11)
        {
            _rules.CheckVersion10Import(text, import, date, imported);
        }

        AddPrefix(text, prefix, imported);
    }

    private LoadedModule? FindImported(string name, string? revision)
    {
        if (_implemented.TryGetValue(name, out var implemented) && (revision is null || implemented.Module.Revision == revision)) return implemented;
        if (revision is not null && _loaded.TryGetValue((name, revision), out var known)) return known;
        var text = catalog.Find(name, revision, diagnostics);
        return text is null || text.IsSubmodule ? null : Register(text);
    }

    private void Include(LoadedModule module, ModuleText text)
    {
        foreach (var include in text.Root.Children)
        {
            if (include.Kind != StatementKind.Include) continue;
            var name = include.ArgumentOrEmpty;
            var date = include.Find(StatementKind.RevisionDate)?.Argument;
            if (module.Texts.Find(t => t.IsSubmodule && t.Name == name) is { } known)
            {
                if (date is not null && known.Revision != date)
                {
                    diagnostics.Report(DiagnosticDescriptors.SubmoduleNotFound, include.ArgumentLocation, $"{name}@{date}", "");
                }

                continue;
            }

            AddSubmodule(module, text, include, catalog.Find(name, date, diagnostics), date is null ? name : $"{name}@{date}");
        }
    }

    private void AddSubmodule(LoadedModule module, ModuleText from, Statement include, ModuleText? submodule, string wanted)
    {
        if (submodule is null || !submodule.IsSubmodule)
        {
            module.IsIncomplete = true;
            diagnostics.Report(
                submodule is null ? DiagnosticDescriptors.SubmoduleNotFound : DiagnosticDescriptors.NotASubmodule, include.ArgumentLocation, wanted, "");
            return;
        }

        if (submodule.BelongsTo != module.Name)
        {
            diagnostics.Report(
                DiagnosticDescriptors.BelongsToAnother, include.ArgumentLocation, submodule.Name, submodule.BelongsTo, module.Name);
            return;
        }

        if (submodule.IsVersion11 != module.Main.IsVersion11)
        {
            diagnostics.Report(DiagnosticDescriptors.MixedVersions, include.ArgumentLocation, submodule.Name, module.Name);
        }

        // RFC 7950 §5.1: from 1.1 on, the module itself includes all its submodules.
        if (from.IsSubmodule && from.IsVersion11 && !Includes(module.Main, submodule.Name))
        {
            diagnostics.Report(DiagnosticDescriptors.NotIncludedByModule, include.ArgumentLocation, submodule.Name, module.Name);
        }

        Check(submodule);
        module.IsIncomplete |= submodule.IsBroken;
        submodule.Owner = module;
        module.Texts.Add(submodule);
    }

    private static bool Includes(ModuleText text, string submodule) =>
        Array.Exists(text.Root.Children, c => c.Kind == StatementKind.Include && c.Argument == submodule);

    private void AddPrefix(ModuleText text, Statement? prefix, LoadedModule? module)
    {
        if (prefix?.Argument is not { } name || text.TryAddPrefix(name, prefix, module)) return;
        diagnostics.ReportRelated(DiagnosticDescriptors.DuplicatePrefix, prefix.ArgumentLocation, text.PlaceOf(name), name);
    }
}
