using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;

namespace Taiji.Yang.Schema;

/// <summary>Compiles musts and whens and hangs them on their nodes (RFC 7950 §7.5.3, §7.21.5).</summary>
internal sealed class ConstraintFinisher(YangSchema schema, SchemaRoot root, ExpressionCompiler expressions, DiagnosticBag diagnostics)
{
    private readonly BindingBudget _budget = new();
    private readonly WhenCycles _whens = new(diagnostics);

    /// <summary>Whether all nodes are there: else a path may be dead only because of a fault that has been reported.</summary>
    private bool _isWhole;

    public void Finish(SealedNodes nodes)
    {
        _isWhole = nodes.Faulty.Count == 0 && nodes.Incomplete.Count == 0;
        foreach (var (node, musts, whens) in nodes.Constrained)
        {
            if (musts is not null) node.Musts = CompileMusts(node, musts);
            if (whens is not null) node.Whens = CompileWhens(node, whens);
        }

        _whens.Report();
    }

    private List<MustConstraint> CompileMusts(SchemaNode node, List<ScopedStatement> statements)
    {
        var musts = new List<MustConstraint>(statements.Count);
        foreach (var (statement, scope) in statements)
        {
            if (expressions.Compile(statement, scope) is not { } expression) continue;
            WarnOfDoubts(expression, node, node.Module, statement);
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
            var reads = WarnOfDoubts(expression, contextIsParent ? node.DataParent! : node, node.Module, statement);
            var when = new WhenConstraint(expression, contextIsParent, statement.Location);
            _whens.Add(node, when, reads, statement.ArgumentLocation);
            whens.Add(when);
        }

        return whens;
    }

    /// <summary>A path that no node can match, or a comparison that is never true, is legal, but hardly meant.</summary>
    private XPathDependencies WarnOfDoubts(XPathExpression expression, SchemaNode context, YangModule unprefixed, Statement statement)
    {
        var doubts = new XPathDoubts(schema, expression.Prefixes, unprefixed);
        var reads = XPathBinder.Bind(expression, root, context, unprefixed, _budget, doubts);
        if (!_isWhole) return reads;
        foreach (var dead in reads.DeadSteps)
        {
            diagnostics.Report(DiagnosticDescriptors.DeadPath, statement.LocationInArgument(dead.Position), statement.Argument, dead.Message);
        }

        foreach (var (descriptor, position, message) in doubts.Found)
        {
            diagnostics.Report(descriptor, statement.LocationInArgument(position), statement.Argument, message.EndsWith('?') || message.EndsWith('.') ? message : message + ".");
        }

        return reads;
    }
}
