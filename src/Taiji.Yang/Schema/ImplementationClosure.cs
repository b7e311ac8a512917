using Taiji.Yang.Syntax;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>
/// Finds the imported modules that have to be implemented because an implemented one augments or deviates them,
/// or names their nodes in a must, when or path. Worked out from the statements before anything is expanded, so no order plays a part.
/// </summary>
internal sealed class ImplementationClosure(ModuleSet modules, FeatureEvaluator features)
{
    private readonly Queue<LoadedModule> _queue = [];
    private readonly HashSet<Statement> _visited = [];

    public void Run()
    {
        foreach (var module in modules.Modules)
        {
            if (module.IsImplemented) _queue.Enqueue(module);
        }

        while (_queue.TryDequeue(out var module))
        {
            foreach (var text in module.Texts)
            {
                foreach (var statement in text.Root.Children) Visit(statement, text.Scope);
            }
        }
    }

    private void Visit(Statement statement, LexicalScope scope)
    {
        switch (statement.Kind)
        {
            case StatementKind.Grouping or StatementKind.Typedef or StatementKind.Unknown or StatementKind.Import or StatementKind.Include:
                return;
            case StatementKind.Must or StatementKind.When or StatementKind.Path:
                ImplementPrefixes(statement.ArgumentOrEmpty, scope.Text);
                return;
            case StatementKind.Type:
                VisitTypedef(statement.ArgumentOrEmpty, scope);
                break;
            case StatementKind.Uses:
                VisitGrouping(statement.ArgumentOrEmpty, scope);
                break;
            case StatementKind.Augment or StatementKind.Deviation when statement.ArgumentOrEmpty.StartsWith('/'):
                ImplementPrefixes(statement.ArgumentOrEmpty, scope.Text);
                break;
        }

        if (statement.Children.Length == 0 || !features.AllHold(statement, scope.Text)) return;
        var inner = scope.Inside(statement);
        foreach (var child in statement.Children) Visit(child, inner);
    }

    private void VisitTypedef(string reference, LexicalScope scope)
    {
        if (BuiltInTypes.TryFind(reference, out _) || !TryResolve(reference, scope, out var module, out var name)) return;
        var typedef = module == scope.Owner ? scope.FindTypedef(name) : module.Typedefs.GetValueOrDefault(name);
        if (typedef is not null) VisitOnce(typedef.Statement, typedef.Scope);
    }

    private void VisitGrouping(string reference, LexicalScope scope)
    {
        if (!TryResolve(reference, scope, out var module, out var name)) return;
        var grouping = module == scope.Owner ? scope.FindGrouping(name) : module.Groupings.GetValueOrDefault(name);
        if (grouping is not null) VisitOnce(grouping.Statement, grouping.Scope.Inside(grouping.Statement));
    }

    private void VisitOnce(Statement definition, LexicalScope scope)
    {
        if (!_visited.Add(definition) || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack()) return;
        foreach (var child in definition.Children) Visit(child, scope);
    }

    private static bool TryResolve(string reference, LexicalScope scope, out LoadedModule module, out string name)
    {
        var colon = reference.IndexOf(':');
        name = reference[(colon + 1)..];
        var known = scope.Text.TryResolvePrefix(colon < 0 ? null : reference[..colon], out var found);
        module = found!;
        return known && found is not null;
    }

    /// <summary>Implements the module of each prefix of a name test; those in string literals name no nodes.</summary>
    private void ImplementPrefixes(string expression, ModuleText text)
    {
        for (var i = 0; i < expression.Length; i++)
        {
            var c = expression[i];
            if (c is '"' or '\'')
            {
                i = expression.IndexOf(c, i + 1);
                if (i < 0) return;
            }
            else if (c == ':')
            {
                if (i + 1 < expression.Length && expression[i + 1] == ':')
                {
                    i++;
                    continue;
                }

                var start = i;
                while (start > 0 && (char.IsAsciiLetterOrDigit(expression[start - 1]) || expression[start - 1] is '-' or '_' or '.')) start--;
                if (text.TryResolvePrefix(expression[start..i], out var module) && module is not null) Implement(module);
            }
        }
    }

    private void Implement(LoadedModule module)
    {
        if (modules.Primary(module).IsImplemented) return;
        _queue.Enqueue(modules.Implement(module));
    }
}
