using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Schema;

/// <summary>Compiles musts and whens and hangs them on their nodes (RFC 7950 §7.5.3, §7.21.5).</summary>
internal sealed class ConstraintFinisher(SchemaRoot root, ExpressionCompiler expressions, DiagnosticBag diagnostics)
{
    private readonly BindingBudget _budget = new();

    public void Finish(SealedNodes nodes)
    {
        foreach (var (node, musts, whens) in nodes.Constrained)
        {
            if (musts is not null) node.Musts = CompileMusts(node, musts);
            if (whens is not null) node.Whens = CompileWhens(node, whens);
        }
    }

    private List<MustConstraint> CompileMusts(SchemaNode node, List<ScopedStatement> statements)
    {
        var musts = new List<MustConstraint>(statements.Count);
        foreach (var (statement, scope) in statements)
        {
            if (expressions.Compile(statement, scope) is not { } expression) continue;
            WarnOfDeadPaths(expression, node, node.Module, statement);
            musts.Add(new MustConstraint(
                expression, statement.Find(StatementKind.ErrorMessage)?.Argument, statement.Find(StatementKind.ErrorAppTag)?.Argument, statement.Location));
        }

        return musts;
    }

    private List<WhenConstraint> CompileWhens(SchemaNode node, List<DraftWhen> statements)
    {
        var whens = new List<WhenConstraint>(statements.Count);
        foreach (var (statement, scope, contextIsParent) in statements)
        {
            if (expressions.Compile(statement, scope) is not { } expression) continue;
            WarnOfDeadPaths(expression, contextIsParent ? node.DataParent! : node, node.Module, statement);
            whens.Add(new WhenConstraint(expression, contextIsParent, statement.Location));
        }

        return whens;
    }

    /// <summary>A path that no node can match is legal, but hardly meant.</summary>
    private void WarnOfDeadPaths(XPathExpression expression, SchemaNode context, YangModule unprefixed, Statement statement)
    {
        foreach (var dead in XPathBinder.Bind(expression, root, context, unprefixed, _budget).DeadSteps)
        {
            diagnostics.Report(DiagnosticDescriptors.DeadPath, statement.LocationInArgument(dead.Position), statement.Argument, dead.Message);
        }
    }
}
