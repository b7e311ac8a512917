using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Finds the extensions that statements with a prefix are instances of (RFC 7950 §7.19, §6.3.1).</summary>
internal sealed class ExtensionResolver(ExtensionHandlers handlers, DiagnosticBag diagnostics)
{
    /// <summary>Checks every extension's instance in a text.</summary>
    public void CheckAll(ModuleText text) => Check(text.Root, text);

    /// <summary>The instances among statements; those of unknown extensions are left out.</summary>
    public static IReadOnlyList<ExtensionInstance> Instances(IEnumerable<ScopedStatement> statements)
    {
        var found = new List<ExtensionInstance>();
        foreach (var (statement, scope) in statements)
        {
            if (statement.Prefix is null || !scope.Text.TryResolvePrefix(statement.Prefix, out var module) || module is null) continue;
            if (module.Extensions.ContainsKey(statement.Keyword))
            {
                found.Add(new ExtensionInstance(module.Module, statement.Keyword, statement.Argument, statement));
            }
        }

        return found;
    }

    private void Check(Statement parent, ModuleText text)
    {
        foreach (var statement in parent.Children)
        {
            if (statement.Prefix is not null) CheckInstance(statement, parent, text);
            Check(statement, text);
        }
    }

    private void CheckInstance(Statement statement, Statement parent, ModuleText text)
    {
        if (!text.TryResolvePrefix(statement.Prefix, out var module))
        {
            diagnostics.Report(
                DiagnosticDescriptors.UnknownPrefix, statement.Location, statement.Prefix, Suggestion.For(statement.Prefix!, text.Prefixes.Keys));
            return;
        }

        if (module is null || module.IsIncomplete) return;
        var isDefined = module.Extensions.TryGetValue(statement.Keyword, out var extension);
        if (!isDefined || (module == text.Owner && !text.Sees(extension!.Text)))
        {
            var hint = isDefined ? ModuleText.HintAt(extension!.Text) : Suggestion.For(statement.Keyword, module.Extensions.Keys);
            diagnostics.Report(DiagnosticDescriptors.UnknownExtension, statement.Location, statement.Keyword, module.Name, hint);
        }
        else if (extension!.HasArgument != statement.HasArgument)
        {
            var descriptor = extension.HasArgument ? DiagnosticDescriptors.MissingArgument : DiagnosticDescriptors.UnexpectedArgument;
            diagnostics.Report(descriptor, statement.Location, $"{statement.Prefix}:{statement.Keyword}");
        }
        else
        {
            foreach (var handler in handlers.Of(module.Name, statement.Keyword)) Check(handler, statement, parent, text);
        }
    }

    private void Check(ExtensionHandler handler, Statement statement, Statement parent, ModuleText text)
    {
        var name = $"{statement.Prefix}:{statement.Keyword}";
        if (!MayStandIn(handler, parent))
        {
            if (!handler.IsIgnoredElsewhere) diagnostics.Report(DiagnosticDescriptors.MisplacedStatement, statement.Location, name, parent.Keyword);
            return;
        }

        GrammarChecker.CheckExtension(statement, handler.Argument, handler.Rule, text.IsVersion11, diagnostics);
        if (handler.IsSingle && Array.Find(parent.Children, c => c.Prefix == statement.Prefix && c.Keyword == statement.Keyword) is { } first && first != statement)
        {
            diagnostics.ReportRelated(DiagnosticDescriptors.RepeatedSubstatement, statement.Location, first.Location, name, parent.Keyword);
        }

        handler.Check(new ExtensionUse(statement, parent, text.IsVersion11, diagnostics));
    }

    private static bool MayStandIn(ExtensionHandler handler, Statement parent) =>
        handler.Parents is null || (parent.Prefix is null && handler.Parents.Contains(parent.Kind == StatementKind.Submodule ? "module" : parent.Keyword));
}
