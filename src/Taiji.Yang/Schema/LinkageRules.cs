using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>What modules and their submodules, imports and revisions must be like together (RFC 7950 §5.1, §7.1, §12).</summary>
internal sealed class LinkageRules(DiagnosticBag diagnostics)
{
    /// <summary>What YANG 1.0 forbids of imports that 1.1 allows.</summary>
    public void CheckVersion10Import(ModuleText text, Statement import, Statement? date, LoadedModule imported)
    {
        if (date is not null && imported.Main.IsVersion11)
        {
            diagnostics.Report(DiagnosticDescriptors.ImportsVersion11ByRevision, date.ArgumentLocation, imported.Name);
        }

        foreach (var other in text.Prefixes.Values)
        {
            if (other is null || other == imported || other.Name != imported.Name) continue;
            diagnostics.Report(
                DiagnosticDescriptors.TwoRevisionsImported, import.ArgumentLocation, imported.Name, other.Module.Revision, imported.Module.Revision);
        }
    }

    /// <summary>Revisions come newest first (RFC 7950 §7.1.9).</summary>
    public void CheckRevisions(ModuleText text)
    {
        Statement? previous = null;
        foreach (var revision in text.Root.Children)
        {
            if (revision.Kind != StatementKind.Revision) continue;
            var order = previous is null ? -1 : string.CompareOrdinal(revision.Argument, previous.Argument);
            if (order == 0) diagnostics.ReportRelated(DiagnosticDescriptors.DuplicateRevision, revision.ArgumentLocation, previous!.ArgumentLocation, revision.Argument);
            if (order > 0) diagnostics.ReportRelated(DiagnosticDescriptors.RevisionOrder, revision.ArgumentLocation, previous!.ArgumentLocation, revision.Argument);
            previous = revision;
        }
    }

    /// <summary>Circles of includes, which only YANG 1.1 allows.</summary>
    public void ReportIncludeCycles(LoadedModule module)
    {
        foreach (var text in module.Texts)
        {
            foreach (var include in text.Root.Children)
            {
                if (!text.IsSubmodule || include.Kind != StatementKind.Include) continue;
                var next = module.Texts.Find(t => t.IsSubmodule && t.Name == include.Argument);
                if (next is null || !next.Sees(text)) continue;
                var chain = next == text ? text.Name : $"{text.Name} → {next.Name}";
                diagnostics.Report(DiagnosticDescriptors.IncludeCycle, include.ArgumentLocation, $"{chain} → {text.Name}");
            }
        }
    }

    /// <summary>Circles of imports.</summary>
    public void ReportImportCycles(IReadOnlyList<LoadedModule> modules)
    {
        var state = new Dictionary<LoadedModule, CompileState>();
        foreach (var module in modules) Visit(module, []);

        void Visit(LoadedModule module, List<string> path)
        {
            if (state.GetValueOrDefault(module) == CompileState.Done) return;
            path.Add(module.Name);
            state[module] = CompileState.Open;
            foreach (var text in module.Texts)
            {
                foreach (var import in text.Root.Children)
                {
                    if (import.Kind != StatementKind.Import || import.Find(StatementKind.Prefix)?.Argument is not { } prefix) continue;
                    if (!text.Prefixes.TryGetValue(prefix, out var next) || next is null || next == module) continue;
                    if (state.GetValueOrDefault(next) == CompileState.Open)
                    {
                        var chain = string.Join(" → ", path.SkipWhile(n => n != next.Name).Append(next.Name));
                        diagnostics.Report(DiagnosticDescriptors.ImportCycle, import.ArgumentLocation, chain);
                    }
                    else
                    {
                        Visit(next, path);
                    }
                }
            }

            path.RemoveAt(path.Count - 1);
            state[module] = CompileState.Done;
        }
    }

    /// <summary>Modules with one namespace.</summary>
    public void ReportSharedNamespaces(IReadOnlyList<LoadedModule> modules)
    {
        var owners = new Dictionary<string, LoadedModule>();
        foreach (var module in modules)
        {
            if (owners.TryAdd(module.Module.Namespace, module) || owners[module.Module.Namespace].Name == module.Name) continue;
            var statement = module.Main.Root.Find(StatementKind.Namespace) ?? module.Main.Root;
            var other = owners[module.Module.Namespace];
            diagnostics.ReportRelated(
                DiagnosticDescriptors.DuplicateNamespace, statement.ArgumentLocation, other.Main.Root.Find(StatementKind.Namespace)?.ArgumentLocation ?? default, module.Module.Namespace, other.Name);
        }
    }
}
