using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Typedefs and groupings that nothing uses are compiled too, for their errors.</summary>
internal sealed class UnusedDefinitions(NodeExpander expander, TypeCompiler types)
{
    /// <summary>Compiles all typedefs of the modules that no node has needed, and checks the defaults of all.</summary>
    public void CheckTypedefs(IEnumerable<LoadedModule> modules, DefaultValues defaults)
    {
        foreach (var module in modules)
        {
            foreach (var typedef in module.Typedefs.Values.Concat(LocalScopes(module).SelectMany(s => s.Typedefs?.Values ?? Enumerable.Empty<TypedefDefinition>())))
            {
                types.Compile(typedef, typedef.Statement);
                if (typedef is { Type: { } type, Default: { } @default }) CheckDefault(typedef, type, @default, module, defaults);
            }

            module.Module.TypedefTypes = module.Typedefs.Where(t => t.Value.Type is not null).ToDictionary(t => t.Key, t => t.Value.Type!);
        }
    }

    /// <summary>An inherited default is the typedef's fault where it restricts the type.</summary>
    private static void CheckDefault(TypedefDefinition typedef, YangType type, ScopedStatement @default, LoadedModule module, DefaultValues defaults)
    {
        var own = typedef.Statement.Find(StatementKind.Default);
        var statement = typedef.Statement.Find(StatementKind.Type)!;
        if (own is not null || TypeCompiler.HasRestrictions(statement)) defaults.Parse(type, @default, module.Module, typedef.Name, own ?? statement);
    }

    /// <summary>Expands and checks all groupings of the modules that no uses has needed.</summary>
    public void CheckGroupings(IEnumerable<LoadedModule> modules, DetachedTrees trees)
    {
        foreach (var module in modules)
        {
            foreach (var grouping in module.Groupings.Values.Concat(LocalScopes(module).SelectMany(s => s.Groupings?.Values ?? Enumerable.Empty<GroupingDefinition>())))
            {
                if (!grouping.IsUsed) Check(grouping, module, trees);
            }
        }
    }

    private static IEnumerable<LexicalScope> LocalScopes(LoadedModule module) => module.Texts.SelectMany(t => t.LocalScopes.Values);

    private void Check(GroupingDefinition grouping, LoadedModule module, DetachedTrees trees)
    {
        var statement = grouping.Statement;
        var scope = grouping.Scope.Inside(statement);
        var draft = new DraftNode(SchemaNodeKind.Container, grouping.Name, module.Module, statement, scope) { Status = statement.Find(StatementKind.Status) };
        // A uses of the grouping in itself is then a circle.
        grouping.IsOpen = true;
        expander.ExpandChildren(statement, scope, draft, new ExpansionContext(module.Module));
        grouping.IsOpen = false;
        trees.CheckGrouping(draft);
    }
}
