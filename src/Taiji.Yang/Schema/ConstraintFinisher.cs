using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Compiles musts and whens and hangs them on their nodes (RFC 7950 §7.5.3, §7.21.5).</summary>
internal sealed class ConstraintFinisher(ExpressionCompiler expressions)
{
    public void Finish(SealedNodes nodes)
    {
        foreach (var (node, musts, whens) in nodes.Constrained)
        {
            if (musts is not null) node.Musts = CompileMusts(musts);
            if (whens is not null) node.Whens = CompileWhens(whens);
        }
    }

    private List<MustConstraint> CompileMusts(List<ScopedStatement> statements)
    {
        var musts = new List<MustConstraint>(statements.Count);
        foreach (var (statement, scope) in statements)
        {
            if (expressions.Compile(statement, scope) is not { } expression) continue;
            musts.Add(new MustConstraint(
                expression, statement.Find(StatementKind.ErrorMessage)?.Argument, statement.Find(StatementKind.ErrorAppTag)?.Argument, statement.Location));
        }

        return musts;
    }

    private List<WhenConstraint> CompileWhens(List<DraftWhen> statements)
    {
        var whens = new List<WhenConstraint>(statements.Count);
        foreach (var (statement, scope, contextIsParent) in statements)
        {
            if (expressions.Compile(statement, scope) is { } expression) whens.Add(new WhenConstraint(expression, contextIsParent, statement.Location));
        }

        return whens;
    }
}
