using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>
/// Expands and checks the bodies of <c>yang-data</c> (RFC 8040 §8), <c>structure</c> and <c>augment-structure</c> (RFC 8791), which define data outside the data tree.
/// </summary>
internal sealed class TemplateCompiler(ModuleSet modules, NodeExpander expander, TypeCompiler types, DraftRoots roots, DiagnosticBag diagnostics)
{
    private readonly DraftRoots _structures = new(modules, diagnostics);
    private readonly List<DraftNode> _templates = [];

    public void Run(IEnumerable<LoadedModule> implemented)
    {
        var all = implemented.ToList();
        foreach (var module in all) ExpandTemplates(module);
        foreach (var (module, instance) in all.SelectMany(m => m.Module.Extensions.Where(e => e.Is("ietf-yang-structure-ext", "augment-structure")), (m, e) => (m, e)))
        {
            Augment(module, instance.Statement);
        }

        var clashes = new NameClashChecker(diagnostics);
        foreach (var template in _templates)
        {
            clashes.Check(template);
            CompileTypes(template);
        }
    }

    private void ExpandTemplates(LoadedModule module)
    {
        var root = new DraftNode(SchemaNodeKind.Root, "", module.Module, module.Main.Root, module.Main.Scope);
        var names = new Dictionary<(string, string), Statement>();
        foreach (var instance in module.Module.Extensions)
        {
            var isData = instance.Is("ietf-restconf", "yang-data");
            if (!isData && !instance.Is("ietf-yang-structure-ext", "structure")) continue;
            var name = instance.Argument ?? "";
            if (!names.TryAdd((instance.Name, name), instance.Statement) || (!isData && IsTopLevelNode(module, name)))
            {
                diagnostics.Report(DiagnosticDescriptors.DuplicateTemplate, instance.Statement.ArgumentLocation, instance.Name, name);
            }

            var scope = ScopeOf(module, instance.Statement);
            var template = new DraftNode(SchemaNodeKind.Container, name, module.Module, instance.Statement, scope.Inside(instance.Statement));
            expander.ExpandChildren(instance.Statement, template.Scope, template, new ExpansionContext(module.Module));
            if (isData && CountContainers(template) != 1)
            {
                diagnostics.Report(DiagnosticDescriptors.YangDataNotAContainer, instance.Statement.Location, name);
            }

            root.Add(template);
            _templates.Add(template);
        }

        _structures.Add(module, root);
    }

    private void Augment(LoadedModule module, Statement statement)
    {
        var scope = ScopeOf(module, statement);
        if (_structures.Find(statement, scope.Text) is not { } target || !AugmentRules.Check(statement, target, scope.Text.IsVersion11, diagnostics)) return;
        expander.ExpandChildren(statement, scope.Inside(statement), target, new ExpansionContext(module.Module));
    }

    private bool IsTopLevelNode(LoadedModule module, string name) =>
        roots.All.FirstOrDefault(r => r.Module == module.Module)?.FindChild(module.Name, name) is not null;

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

    private void CompileTypes(DraftNode parent)
    {
        foreach (var child in parent.Children)
        {
            if (child.Type is { } type) types.Compile(type.Statement, type.Scope);
            CompileTypes(child);
        }
    }
}
