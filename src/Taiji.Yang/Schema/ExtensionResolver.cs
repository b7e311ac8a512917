using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Finds the extensions that statements with a prefix are instances of (RFC 7950 §7.19, §6.3.1).</summary>
internal sealed class ExtensionResolver(DiagnosticBag diagnostics)
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
        if (!module.Extensions.TryGetValue(statement.Keyword, out var extension))
        {
            diagnostics.Report(
                DiagnosticDescriptors.UnknownExtension, statement.Location, statement.Keyword, module.Name,
                Suggestion.For(statement.Keyword, module.Extensions.Keys));
        }
        else if (extension.HasArgument != statement.HasArgument)
        {
            var descriptor = extension.HasArgument ? DiagnosticDescriptors.MissingArgument : DiagnosticDescriptors.UnexpectedArgument;
            diagnostics.Report(descriptor, statement.Location, $"{statement.Prefix}:{statement.Keyword}");
        }
        else if (Grammar.RuleOfExtension(module.Name, statement.Keyword) is { } rule)
        {
            GrammarChecker.CheckExtension(statement, rule, text.IsVersion11, diagnostics);
            // RFC 8040 §8 has a yang-data elsewhere ignored; the others may stand at the top only.
            if (parent != text.Root && statement.Keyword != "yang-data")
            {
                diagnostics.Report(DiagnosticDescriptors.MisplacedStatement, statement.Location, $"{statement.Prefix}:{statement.Keyword}", parent.Keyword);
            }
        }
    }
}
