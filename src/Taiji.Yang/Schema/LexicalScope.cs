using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Where names of typedefs and groupings are looked up: a statement's own, then its parents', then the module's (RFC 7950 §5.5).</summary>
internal sealed class LexicalScope(LexicalScope? parent, ModuleText text)
{
    public LexicalScope? Parent { get; } = parent;

    /// <summary>The text, whose prefixes count.</summary>
    public ModuleText Text { get; } = text;

    public LoadedModule Owner => Text.Owner;

    public Dictionary<string, TypedefDefinition>? Typedefs { get; set; }

    public Dictionary<string, GroupingDefinition>? Groupings { get; set; }

    /// <summary>The scope inside a statement that stands in this one.</summary>
    public LexicalScope Inside(Statement statement) =>
        Text.LocalScopes.Count > 0 && Text.LocalScopes.TryGetValue(statement, out var scope) ? scope : this;

    public TypedefDefinition? FindTypedef(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Typedefs is { } own && own.TryGetValue(name, out var found)) return found;
        }

        return Owner.Typedefs.TryGetValue(name, out var top) && Text.Sees(top.Scope.Text) ? top : null;
    }

    public GroupingDefinition? FindGrouping(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Groupings is { } own && own.TryGetValue(name, out var found)) return found;
        }

        return Owner.Groupings.TryGetValue(name, out var top) && Text.Sees(top.Scope.Text) ? top : null;
    }
}

/// <summary>A statement and the scope it stands in.</summary>
internal readonly record struct ScopedStatement(Statement Statement, LexicalScope Scope);
