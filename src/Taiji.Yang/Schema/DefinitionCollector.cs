using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Gathers a module's typedefs, groupings, features, identities and extensions, and builds the lexical scopes (RFC 7950 §5.5, §6.2.1).</summary>
internal sealed class DefinitionCollector(LoadedModule module, DiagnosticBag diagnostics)
{
    public void Collect()
    {
        foreach (var text in module.Texts)
        {
            if (!text.IsBroken) CollectTop(text);
        }

        // Once all top-level names are known, since local ones must not hide them.
        foreach (var text in module.Texts)
        {
            if (text.IsBroken) continue;
            foreach (var statement in text.Root.Children) CollectLocal(statement, text.Scope);
        }
    }

    private void CollectTop(ModuleText text)
    {
        foreach (var statement in text.Root.Children)
        {
            var name = statement.ArgumentOrEmpty;
            switch (statement.Kind)
            {
                case StatementKind.Typedef:
                    Add(module.Typedefs, statement, new TypedefDefinition(statement, text.Scope), d => d.Statement);
                    CheckTypeName(statement);
                    break;
                case StatementKind.Grouping:
                    Add(module.Groupings, statement, new GroupingDefinition(statement, text.Scope), d => d.Statement);
                    break;
                case StatementKind.Feature:
                    Add(module.Features, statement, new FeatureDefinition(statement, text), d => d.Statement);
                    break;
                case StatementKind.Identity:
                    var identity = new Identity(name, module.Module)
                    {
                        IsConditional = statement.Find(StatementKind.IfFeature) is not null,
                        Status = Statuses.Of(statement) ?? DefinitionStatus.Current,
                        Description = statement.Find(StatementKind.Description)?.Argument,
                    };
                    Add(module.Identities, statement, new IdentityDefinition(statement, text, identity), d => d.Statement);
                    break;
                case StatementKind.Extension:
                    Add(module.Extensions, statement, new ExtensionDefinition(statement, text), d => d.Statement);
                    break;
            }
        }
    }

    private void CollectLocal(Statement parent, LexicalScope outer)
    {
        if (!MayHoldDefinitions(parent.Kind)) return;
        var scope = outer;
        foreach (var statement in parent.Children)
        {
            if (statement.Kind is not (StatementKind.Typedef or StatementKind.Grouping)) continue;
            if (scope == outer)
            {
                scope = new LexicalScope(outer, outer.Text);
                outer.Text.LocalScopes[parent] = scope;
            }

            if (statement.Kind == StatementKind.Typedef)
            {
                CheckTypeName(statement);
                ReportHidden(statement, outer.FindTypedef(statement.ArgumentOrEmpty)?.Statement);
                Add(scope.Typedefs ??= [], statement, new TypedefDefinition(statement, scope), d => d.Statement);
            }
            else
            {
                ReportHidden(statement, outer.FindGrouping(statement.ArgumentOrEmpty)?.Statement);
                Add(scope.Groupings ??= [], statement, new GroupingDefinition(statement, scope), d => d.Statement);
            }
        }

        foreach (var statement in parent.Children) CollectLocal(statement, scope);
    }

    private static bool MayHoldDefinitions(StatementKind kind) => kind is StatementKind.Container or StatementKind.List or StatementKind.Grouping
        or StatementKind.Choice or StatementKind.Case or StatementKind.Augment or StatementKind.Rpc or StatementKind.Action or StatementKind.Input
        or StatementKind.Output or StatementKind.Notification or StatementKind.Uses or StatementKind.Unknown;

    private void Add<T>(Dictionary<string, T> definitions, Statement statement, T definition, Func<T, Statement> statementOf)
    {
        var name = statement.ArgumentOrEmpty;
        if (definitions.TryAdd(name, definition)) return;
        diagnostics.ReportRelated(
            DiagnosticDescriptors.DuplicateDefinition, statement.ArgumentLocation, statementOf(definitions[name]).Location, statement.Keyword, name);
    }

    private void ReportHidden(Statement statement, Statement? outer)
    {
        if (outer is null) return;
        diagnostics.ReportRelated(
            DiagnosticDescriptors.HidesDefinition, statement.ArgumentLocation, outer.Location, statement.Keyword, statement.ArgumentOrEmpty);
    }

    private void CheckTypeName(Statement statement)
    {
        if (BuiltInTypes.TryFind(statement.ArgumentOrEmpty, out _))
        {
            diagnostics.Report(DiagnosticDescriptors.TypedefNamedLikeBuiltIn, statement.ArgumentLocation, statement.ArgumentOrEmpty);
        }
    }
}
