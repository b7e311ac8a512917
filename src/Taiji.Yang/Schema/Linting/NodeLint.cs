using Taiji.Yang.Diagnostics;
using Taiji.Yang.Types;
using Taiji.Yang.XPath;

namespace Taiji.Yang.Schema.Linting;

/// <summary>What is seen only of the compiled nodes: keys, top-level nodes, types, expressions (RFC 8407 §4.5, §4.6, §4.10, §4.11.5, §4.14).</summary>
internal static class NodeLint
{
    public static void Check(SchemaNode node, DiagnosticBag diagnostics)
    {
        switch (node)
        {
            case LeafNode { IsKey: true } key:
                CheckKey(key, diagnostics);
                break;
            case LeafListNode { Type.BuiltIn: BuiltInType.Empty }:
                diagnostics.Report(DiagnosticDescriptors.EmptyLeafList, node.Location, node.Name);
                break;
            case ListNode { Keys.Count: > 0 } list when !list.DataChildren.Take(list.Keys.Count).SequenceEqual(list.Keys):
                diagnostics.Report(DiagnosticDescriptors.KeysNotFirst, node.Location, node.Name);
                break;
            default:
                break;
        }

        if (node is { Parent: SchemaRoot, IsConfig: true } && MandatoryNodes.Find(node, onlyConfig: true) is { } mandatory)
            diagnostics.Report(DiagnosticDescriptors.MandatoryTopLevelNode, mandatory.Location, mandatory.Name, node.Name);
        if (node is TypedNode typed) LeafRefLint.Check(typed, diagnostics);
        foreach (var must in node.Musts) ExpressionLint.Check(must.Expression, must.Location, diagnostics);
        foreach (var when in node.Whens) ExpressionLint.Check(when.Expression, when.Location, diagnostics);
    }

    private static void CheckKey(LeafNode key, DiagnosticBag diagnostics)
    {
        if (key.Definition?.Find(Syntax.StatementKind.IfFeature) is not null)
            diagnostics.Report(DiagnosticDescriptors.ConditionalKey, key.Location, key.Name, "if-feature");
        if (key.Definition?.Find(Syntax.StatementKind.When) is not null) diagnostics.Report(DiagnosticDescriptors.ConditionalKey, key.Location, key.Name, "when");
    }
}
