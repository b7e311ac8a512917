using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Applies the deviations of all implemented modules (RFC 7950 §7.20.3).</summary>
internal sealed class DeviationApplier(DraftRoots roots, DiagnosticBag diagnostics)
{
    private readonly List<(Statement Deviate, LexicalScope Scope, DraftNode Target, LoadedModule Module)> _deviates = [];

    /// <summary>Resolves all targets first, so that no deviation hides another's target; then applies, <c>not-supported</c> last.</summary>
    public void Apply(IEnumerable<LoadedModule> modules)
    {
        var deviators = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        var byName = new Dictionary<string, LoadedModule>();
        foreach (var module in modules)
        {
            byName[module.Name] = module;
            Collect(module);
        }

        var unsupported = _deviates.Where(d => d.Deviate.Argument == "not-supported").Select(d => d.Target).ToHashSet();
        foreach (var (deviate, scope, target, module) in _deviates)
        {
            if (deviate.Argument != "not-supported" && unsupported.Contains(target))
            {
                diagnostics.Report(DiagnosticDescriptors.DeviationOfUnsupported, deviate.Location, target.Name);
            }

            if (!deviators.TryGetValue(target.Module.Name, out var names)) deviators[target.Module.Name] = names = new(StringComparer.Ordinal);
            names.Add(module.Name);
            if (deviate.Argument != "not-supported") Apply(deviate, scope, target);
        }

        foreach (var target in unsupported) target.IsRemoved = true;

        foreach (var (name, names) in deviators)
        {
            if (byName.TryGetValue(name, out var deviated)) deviated.Module.DeviatedBy = [.. names.Select(n => byName[n].Module)];
        }
    }

    private void Collect(LoadedModule module)
    {
        foreach (var text in module.Texts)
        {
            if (text.IsBroken) continue;
            foreach (var deviation in text.Root.Children)
            {
                if (deviation.Kind != StatementKind.Deviation || roots.Find(deviation, text) is not { } target) continue;
                foreach (var deviate in deviation.Children)
                {
                    if (deviate.Kind == StatementKind.Deviate) _deviates.Add((deviate, text.Scope, target, module));
                }
            }
        }
    }

    private void Apply(Statement deviate, LexicalScope scope, DraftNode target)
    {
        var replacesDefault = true;
        foreach (var s in deviate.Children)
        {
            if (s.Prefix is not null) continue;
            if (!Allows(s.Kind, target))
            {
                diagnostics.Report(DiagnosticDescriptors.CannotDeviate, s.Location, s.Keyword, KindName.Of(target.Kind), target.Name);
                continue;
            }

            switch (deviate.Argument)
            {
                case "add": Add(s, scope, target); break;
                case "delete": Delete(s, target); break;
                case "replace": Replace(s, scope, target, ref replacesDefault); break;
            }
        }
    }

    private void Add(Statement s, LexicalScope scope, DraftNode target)
    {
        var scoped = new ScopedStatement(s, scope);
        var existing = s.Kind switch
        {
            StatementKind.Must or StatementKind.Unique => null,
            StatementKind.Default => target.Kind == SchemaNodeKind.LeafList ? null : target.Defaults?[0].Statement,
            _ => Get(target, s.Kind),
        };
        if (existing is not null)
        {
            diagnostics.ReportRelated(DiagnosticDescriptors.DeviateAddExists, s.Location, existing.Location, s.Keyword, target.Name);
            return;
        }

        switch (s.Kind)
        {
            case StatementKind.Must: (target.Musts ??= []).Add(scoped); break;
            case StatementKind.Unique: (target.Uniques ??= []).Add(scoped); break;
            case StatementKind.Default: (target.Defaults ??= []).Add(scoped); break;
            default: Set(target, s); break;
        }
    }

    private void Delete(Statement s, DraftNode target)
    {
        var list = s.Kind switch
        {
            StatementKind.Must => target.Musts,
            StatementKind.Unique => target.Uniques,
            StatementKind.Default => target.Defaults,
            _ => null,
        };
        var index = list?.FindIndex(x => x.Statement.Argument == s.Argument) ?? -1;
        if (index >= 0)
        {
            list!.RemoveAt(index);
            if (list.Count == 0 && s.Kind == StatementKind.Default) target.Defaults = null;
        }
        else if (s.Kind == StatementKind.Units && target.Units?.Argument == s.Argument)
        {
            target.Units = null;
        }
        else
        {
            diagnostics.Report(DiagnosticDescriptors.DeviateDeleteMissing, s.Location, s.Keyword, s.Argument, target.Name);
        }
    }

    private void Replace(Statement s, LexicalScope scope, DraftNode target, ref bool replacesDefault)
    {
        switch (s.Kind)
        {
            case StatementKind.Type:
                target.Type = new ScopedStatement(s, scope);
                return;
            case StatementKind.Default:
                if (replacesDefault && target.Defaults is null) ReportNothingToReplace(s, target);
                if (replacesDefault) target.Defaults = [];
                replacesDefault = false;
                target.Defaults!.Add(new ScopedStatement(s, scope));
                return;
            // Config is inherited: every node that can have it has it, written or not.
            case StatementKind.Units or StatementKind.Mandatory or StatementKind.MinElements or StatementKind.MaxElements when Get(target, s.Kind) is null:
                ReportNothingToReplace(s, target);
                break;
        }

        Set(target, s);
    }

    private void ReportNothingToReplace(Statement s, DraftNode target) =>
        diagnostics.Report(DiagnosticDescriptors.DeviateReplaceMissing, s.Location, s.Keyword, target.Name);

    private static bool Allows(StatementKind property, DraftNode target) => property switch
    {
        StatementKind.Type or StatementKind.Units => target.Kind is SchemaNodeKind.Leaf or SchemaNodeKind.LeafList,
        StatementKind.Unique => target.Kind == SchemaNodeKind.List,
        StatementKind.Default => target.Kind is SchemaNodeKind.Leaf or SchemaNodeKind.LeafList or SchemaNodeKind.Choice,
        StatementKind.Mandatory => target.Kind is SchemaNodeKind.Leaf or SchemaNodeKind.Choice or SchemaNodeKind.AnyData or SchemaNodeKind.AnyXml,
        StatementKind.MinElements or StatementKind.MaxElements => target.Kind is SchemaNodeKind.List or SchemaNodeKind.LeafList,
        StatementKind.Must => target.Kind is not (SchemaNodeKind.Choice or SchemaNodeKind.Case or SchemaNodeKind.Rpc or SchemaNodeKind.Action),
        StatementKind.Config => target.Kind is not (SchemaNodeKind.Case or SchemaNodeKind.Rpc or SchemaNodeKind.Action or SchemaNodeKind.Input
            or SchemaNodeKind.Output or SchemaNodeKind.Notification),
        _ => true,
    };

    private static Statement? Get(DraftNode target, StatementKind property) => property switch
    {
        StatementKind.Units => target.Units,
        StatementKind.Config => target.Config,
        StatementKind.Mandatory => target.Mandatory,
        StatementKind.MinElements => target.MinElements,
        StatementKind.MaxElements => target.MaxElements,
        _ => null,
    };

    private static void Set(DraftNode target, Statement s)
    {
        switch (s.Kind)
        {
            case StatementKind.Units: target.Units = s; break;
            case StatementKind.Config: target.Config = s; break;
            case StatementKind.Mandatory: target.Mandatory = s; break;
            case StatementKind.MinElements: target.MinElements = s; break;
            case StatementKind.MaxElements: target.MaxElements = s; break;
        }
    }
}
