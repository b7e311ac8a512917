using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>
/// Within a module, what is current doesn't refer to what is deprecated or obsolete, and what is deprecated not to what is obsolete (RFC 7950 §7.21.2). Follows the statements;
/// references to nodes (leafref, key, unique) are checked where those are resolved, with <see cref="CheckNodes"/>.
/// </summary>
internal sealed class StatusRules(IdentityLinker identities, DiagnosticBag diagnostics)
{
    /// <summary>Checks all references of a module to typedefs, groupings, identities and features of its own.</summary>
    public void Check(LoadedModule module)
    {
        if (!HasOldDefinitions(module)) return;
        foreach (var text in module.Texts)
        {
            if (!text.IsBroken) CheckChildren(text.Root, text.Scope, DefinitionStatus.Current, module.Name);
        }
    }

    /// <summary>Checks that a node may refer to another.</summary>
    public static void CheckNodes(SchemaNode from, SchemaNode to, SourceLocation place, DiagnosticBag diagnostics)
    {
        if (from.Module == to.Module) Check(from.Name, from.Status, to.Name, to.Status, place, to.Location, diagnostics);
    }

    private static void Check(
        string from, DefinitionStatus status, string to, DefinitionStatus other, SourceLocation place, SourceLocation definition, DiagnosticBag diagnostics)
    {
        if (other > status) diagnostics.ReportRelated(DiagnosticDescriptors.StatusReference, place, definition, from, Statuses.NameOf(status), to, Statuses.NameOf(other));
    }

    private static bool HasOldDefinitions(LoadedModule module) =>
        module.Typedefs.Values.Any(d => IsOld(d.Statement)) || module.Groupings.Values.Any(d => IsOld(d.Statement)) || module.Features.Values.Any(d => IsOld(d.Statement))
        || module.Identities.Values.Any(d => IsOld(d.Statement))
        || module.Texts.SelectMany(t => t.LocalScopes.Values).Any(s =>
            s.Typedefs?.Values.Any(d => IsOld(d.Statement)) == true || s.Groupings?.Values.Any(d => IsOld(d.Statement)) == true);

    private static bool IsOld(Statement statement) => Statuses.Of(statement) is DefinitionStatus.Deprecated or DefinitionStatus.Obsolete;

    private void CheckChildren(Statement parent, LexicalScope scope, DefinitionStatus status, string definer)
    {
        foreach (var child in parent.Children)
        {
            var own = status;
            if (Statuses.Of(child) is { } written && written > own) own = written;
            switch (child.Kind)
            {
                case StatementKind.Type when !BuiltInTypes.TryFind(child.ArgumentOrEmpty, out _):
                    if (Find(child, scope, scope.FindTypedef) is { } typedef) Check(typedef.Statement);
                    break;
                case StatementKind.Uses:
                    if (Find(child, scope, scope.FindGrouping) is { } grouping) Check(grouping.Statement);
                    break;
                case StatementKind.Base:
                    if (identities.Resolve(child, scope.Text) is { } identity && identity.Text.Owner == scope.Owner) Check(identity.Statement);
                    break;
                case StatementKind.IfFeature:
                    foreach (var feature in IfFeatureExpression.NamesIn(child.ArgumentOrEmpty))
                    {
                        if (Find(feature, scope, n => scope.Owner.Features.GetValueOrDefault(n)) is { } found) Check(found.Statement);
                    }

                    break;
            }

            if (child.Children.Length > 0) CheckChildren(child, scope.Inside(child), own, IsDefinition(child) ? child.ArgumentOrEmpty : definer);

            void Check(Statement definition) => StatusRules.Check(
                definer, own, definition.ArgumentOrEmpty, Statuses.Of(definition) ?? DefinitionStatus.Current, child.ArgumentLocation, definition.Location, diagnostics);
        }
    }

    private static bool IsDefinition(Statement statement) => statement.Kind is not (StatementKind.Type or StatementKind.Uses or StatementKind.Augment or StatementKind.Refine
        or StatementKind.Input or StatementKind.Output or StatementKind.Unknown) && statement.HasArgument;

    private static T? Find<T>(Statement reference, LexicalScope scope, Func<string, T?> find)
        where T : class => Find(reference.ArgumentOrEmpty, scope, find);

    /// <summary>What a name stands for if the module itself defines it; what other modules define is not compared.</summary>
    private static T? Find<T>(string reference, LexicalScope scope, Func<string, T?> find)
        where T : class
    {
        var colon = reference.IndexOf(':');
        if (!scope.Text.TryResolvePrefix(colon < 0 ? null : reference[..colon], out var module) || module != scope.Owner) return null;
        return find(reference[(colon + 1)..]);
    }
}
