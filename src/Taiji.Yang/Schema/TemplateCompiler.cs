using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>
/// Compiles the bodies of <c>yang-data</c> (RFC 8040 §8), <c>structure</c> and <c>augment-structure</c> (RFC 8791), which define data outside the data tree.
/// </summary>
internal sealed class TemplateCompiler(ModuleSet modules, NodeExpander expander, DraftRoots roots, DiagnosticBag diagnostics)
{
    private readonly DraftRoots _structures = new(modules, diagnostics);
    private readonly List<(ExtensionInstance Instance, DraftNode Draft)> _templates = [];

    /// <summary>Expands all templates, then the augments of structures: the shallow ones first, as with augments of the data tree.</summary>
    public void Expand(IEnumerable<LoadedModule> implemented)
    {
        var all = implemented.ToList();
        foreach (var module in all) ExpandTemplates(module);
        var augments = all.SelectMany(m => m.Module.Extensions.Where(e => IsOf(e, BuiltInExtensions.AugmentStructure)), (m, e) => (m, e.Statement));
        foreach (var (module, statement) in augments.OrderBy(a => a.Statement.ArgumentOrEmpty.Count(c => c == '/'))) Augment(module, statement);
        var clashes = new NameClashChecker(diagnostics);
        foreach (var (_, draft) in _templates) clashes.Check(draft);
    }

    /// <summary>Finishes all templates; each is then the value of its extension's instance.</summary>
    public void Finish(DetachedTrees trees)
    {
        foreach (var (instance, draft) in _templates)
        {
            // A structure is a node around what it defines; a yang-data only holds it.
            instance.Value = trees.FinishTemplate(instance.Name == BuiltInExtensions.Structure ? [draft] : draft.Children, draft.Module);
        }
    }

    private void ExpandTemplates(LoadedModule module)
    {
        var root = new DraftNode(SchemaNodeKind.Root, "", module.Module, module.Main.Root, module.Main.Scope);
        var names = new Dictionary<(string, string), Statement>();
        foreach (var instance in module.Module.Extensions)
        {
            var isData = instance.Is("ietf-restconf", BuiltInExtensions.YangData);
            if (!isData && !IsOf(instance, BuiltInExtensions.Structure)) continue;
            var name = instance.Argument ?? "";
            CheckName(module, instance, name, names, isData);
            var scope = ScopeOf(module, instance.Statement);
            var template = new DraftNode(SchemaNodeKind.Container, name, module.Module, instance.Statement, scope.Inside(instance.Statement));
            foreach (var child in instance.Statement.Children)
            {
                if (child.Kind == StatementKind.Must) (template.Musts ??= []).Add(new ScopedStatement(child, template.Scope));
            }

            expander.ExpandChildren(instance.Statement, template.Scope, template, new ExpansionContext(module.Module));
            if (isData && CountContainers(template) != 1) diagnostics.Report(DiagnosticDescriptors.YangDataNotAContainer, instance.Statement.Location, name);
            // Only structures can be augmented.
            if (!isData) root.Add(template);
            _templates.Add((instance, template));
        }

        _structures.Add(module, root);
    }

    private void CheckName(LoadedModule module, ExtensionInstance instance, string name, Dictionary<(string, string), Statement> names, bool isData)
    {
        var place = instance.Statement.ArgumentLocation;
        if (!names.TryAdd((instance.Name, name), instance.Statement))
        {
            diagnostics.ReportRelated(DiagnosticDescriptors.DuplicateTemplate, place, names[(instance.Name, name)].Location, instance.Name, name);
        }
        else if (!isData && TopLevelNode(module, name) is { } node)
        {
            diagnostics.ReportRelated(DiagnosticDescriptors.DuplicateTemplate, place, node.Statement.Location, instance.Name, name);
        }
    }

    private void Augment(LoadedModule module, Statement statement)
    {
        var scope = ScopeOf(module, statement);
        if (_structures.Find(statement, scope.Text) is not { } target || !AugmentRules.Check(statement, target, scope.Text.IsVersion11, diagnostics)) return;
        expander.ExpandChildren(statement, scope.Inside(statement), target, new ExpansionContext(module.Module));
    }

    private DraftNode? TopLevelNode(LoadedModule module, string name) =>
        roots.All.FirstOrDefault(r => r.Module == module.Module)?.FindChild(module.Name, name);

    private static bool IsOf(ExtensionInstance instance, string name) => instance.Is("ietf-yang-structure-ext", name);

    private static LexicalScope ScopeOf(LoadedModule module, Statement statement) =>
        module.Texts.Find(t => t.Root.Children.Contains(statement))!.Scope;

    /// <summary>How many containers stand at a template's top, where of a choice's cases only one counts; something else counts as many.</summary>
    private static int CountContainers(DraftNode parent)
    {
        var count = 0;
        foreach (var child in parent.Children)
        {
            count += child.Kind switch
            {
                SchemaNodeKind.Container => 1,
                SchemaNodeKind.Choice => child.Children.Count == 0 ? 0 : child.Children.Max(CountContainers),
                _ => 2,
            };
        }

        return count;
    }
}
