using Taiji.Yang.Diagnostics;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>
/// Finishes drafts that are no part of the data tree with the same phases as those that are: groupings nobody uses, for their errors; the bodies of <c>yang-data</c> and
/// <c>structure</c>, for what is made of them.
/// </summary>
/// <param name="types">Compiles types.</param>
/// <param name="expressions">Compiles must, when and path.</param>
/// <param name="schema">The schema, for values.</param>
/// <param name="diagnostics">Receives what is wrong.</param>
internal sealed class DetachedTrees(TypeCompiler types, ExpressionCompiler expressions, YangSchema schema, DiagnosticBag diagnostics)
{
    /// <summary>
    /// Checks a grouping by itself. What depends on where it is used is left open: whether its lists need keys, and where its paths lead.
    /// </summary>
    /// <param name="grouping">A container with the grouping's nodes.</param>
    public void CheckGrouping(DraftNode grouping)
    {
        new NameClashChecker(diagnostics).Check(grouping);
        var sealer = new SchemaSealer(types, diagnostics);
        sealer.SealApart([grouping], grouping.Module, isData: true);
        new ListFinisher(diagnostics).Finish(sealer.Sealed, needsKeys: false);
        new ValueFinisher(schema, expressions, diagnostics).Finish(sealer.Sealed);
        foreach (var (_, musts, whens) in sealer.Sealed.Constrained)
        {
            foreach (var (statement, scope) in musts ?? []) expressions.Compile(statement, scope);
            foreach (var (statement, scope, _) in whens ?? []) expressions.Compile(statement, scope);
        }
    }

    /// <summary>Finishes the body of a template: config is ignored there, and lists need no keys (RFC 8040 §8, RFC 8791 §4).</summary>
    /// <param name="nodes">What stands at the top.</param>
    /// <param name="module">The module that defines it.</param>
    /// <returns>The root above the nodes.</returns>
    public SchemaRoot FinishTemplate(IReadOnlyList<DraftNode> nodes, YangModule module)
    {
        var sealer = new SchemaSealer(types, diagnostics);
        var root = sealer.SealApart(nodes, module, isData: false);
        new ListFinisher(diagnostics).Finish(sealer.Sealed, needsKeys: false);
        // Published structures refer to the data tree, though their document is one of its own.
        new LeafRefBinder(root, expressions, diagnostics) { Fallback = schema.Root }.Bind(sealer.Sealed);
        new ValueFinisher(schema, expressions, diagnostics).Finish(sealer.Sealed);
        new ConstraintFinisher(schema, root, expressions, diagnostics).Finish(sealer.Sealed);
        return root;
    }
}
