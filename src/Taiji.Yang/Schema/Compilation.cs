using Taiji.Yang.Diagnostics;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>One compilation: the phases, in order. Each reads only what earlier ones completed.</summary>
internal sealed class Compilation
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _wantedFeatures;
    private readonly DiagnosticBag _diagnostics;
    private readonly ModuleSet _modules;
    private readonly FeatureEvaluator _features;
    private readonly IdentityLinker _identityLinker;
    private readonly ExpressionCompiler _expressions;
    private readonly TypeCompiler _types;
    private readonly SchemaLimits _limits;
    private readonly NodeExpander _expander;
    private readonly DraftRoots _roots;
    private readonly SchemaSealer _sealer;
    private readonly TemplateCompiler _templates;
    private readonly ExtensionHandlers _extensions;
    private IReadOnlyList<Identity> _identities = [];
    private SchemaRoot? _root;
    private YangSchema? _schema;

    public Compilation(
        ModuleCatalog catalog, SchemaCompilerOptions options, IReadOnlyDictionary<string, IReadOnlyList<string>> features, DiagnosticBag diagnostics)
    {
        _wantedFeatures = features;
        _diagnostics = diagnostics;
        _modules = new ModuleSet(catalog, diagnostics);
        _features = new FeatureEvaluator(diagnostics);
        _identityLinker = new IdentityLinker(_modules, _features, diagnostics);
        _expressions = new ExpressionCompiler(_modules, diagnostics);
        _types = new TypeCompiler(_features, _identityLinker, _expressions, diagnostics);
        _limits = new SchemaLimits(options.MaxNodes, options.MaxDepth, diagnostics);
        _expander = new NodeExpander(_features, _limits, diagnostics);
        _roots = new DraftRoots(_modules, diagnostics);
        _sealer = new SchemaSealer(_types, diagnostics);
        _templates = new TemplateCompiler(_modules, _expander, _roots, diagnostics);
        _extensions = new ExtensionHandlers(options.ExtensionHandlers);
    }

    /// <summary>Compiles modules with all they import.</summary>
    /// <param name="main">The modules to implement.</param>
    /// <returns>The schema; of no use when errors were reported.</returns>
    public YangSchema? Run(IEnumerable<ModuleText> main)
    {
        _modules.Load(main);
        CollectDefinitions();
        EvaluateFeatures();
        _identities = _identityLinker.Link();
        new ImplementationClosure(_modules, _features).Run();
        Expand();
        Augment();
        Deviate();
        if (_limits.IsExceeded) return null;
        _templates.Expand(Implemented);
        if (_limits.IsExceeded) return null;
        Seal();
        Finish();
        FinishDetached();
        if (!_diagnostics.HasErrors) _extensions.Attach(_modules.Modules, _sealer.Sealed.All);
        return _schema;
    }

    private IEnumerable<LoadedModule> Implemented => _modules.Modules.Where(m => m.IsImplemented);

    private void CollectDefinitions()
    {
        foreach (var module in _modules.Modules) new DefinitionCollector(module, _diagnostics).Collect();
        foreach (var module in _modules.Modules) module.SettleYin();
        var extensions = new ExtensionResolver(_extensions, _diagnostics);
        foreach (var module in _modules.Modules)
        {
            foreach (var text in module.Texts) extensions.CheckAll(text);
            module.Module.Extensions = ExtensionResolver.Instances(module.Texts.SelectMany(t => t.Root.Children, (t, s) => new ScopedStatement(s, t.Scope)));
        }
    }

    private void EvaluateFeatures()
    {
        foreach (var module in _modules.Modules) _features.SetFeatures(module, _wantedFeatures.GetValueOrDefault(module.Name));
        foreach (var module in _modules.Modules) _features.EvaluateAll(module, _wantedFeatures.ContainsKey(module.Name));
    }

    private void Expand()
    {
        foreach (var module in Implemented)
        {
            var root = new DraftNode(SchemaNodeKind.Root, "", module.Module, module.Main.Root, module.Main.Scope);
            foreach (var text in module.Texts)
            {
                if (!text.IsBroken) _expander.ExpandChildren(text.Root, text.Scope, root, new ExpansionContext(module.Module));
            }

            _roots.Add(module, root);
        }
    }

    private void Augment()
    {
        var augments = new AugmentApplier(_roots, _expander, _features, _diagnostics);
        foreach (var module in Implemented) augments.Collect(module);
        augments.Apply();
    }

    private void Deviate()
    {
        new DeviationApplier(_roots, _diagnostics).Apply(Implemented);
        var clashes = new NameClashChecker(_diagnostics);
        foreach (var root in _roots.All) clashes.Check(root);
    }

    private void Seal()
    {
        _root = _sealer.Seal(_roots.All);
        _schema = new YangSchema([.. _modules.Modules.Select(m => m.Module)], _root, _sealer.Sealed.All, _identities);
    }

    private void Finish()
    {
        var nodes = _sealer.Sealed;
        new ListFinisher(_diagnostics).Finish(nodes);
        new LeafRefBinder(_root!, _expressions, _diagnostics).Bind(nodes);
        new ValueFinisher(_schema!, _expressions, _diagnostics).Finish(nodes);
        new ConstraintFinisher(_schema!, _root!, _expressions, _diagnostics).Finish(nodes);
    }

    /// <summary>What is no part of the data tree: templates, annotations, and what nothing uses.</summary>
    private void FinishDetached()
    {
        var trees = new DetachedTrees(_types, _expressions, _schema!, _diagnostics);
        _templates.Finish(trees);
        var annotations = new AnnotationCompiler(_types, _features, _diagnostics);
        foreach (var module in Implemented) annotations.Compile(module);
        var unused = new UnusedDefinitions(_expander, _types);
        unused.CheckTypedefs(_modules.Modules, new DefaultValues(_schema!, _expressions, _diagnostics));
        unused.CheckGroupings(_modules.Modules, trees);
        var statuses = new StatusRules(_identityLinker, _diagnostics);
        foreach (var module in _modules.Modules) statuses.Check(module);
    }
}
