using Taiji.Yang.Diagnostics;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema.Linting;

/// <summary>
/// A leafref depends on at least the features that its target depends on (RFC 7950 §9.9). A warning and no error: published modules break the rule, and it can't hurt in a schema
/// whose target is there.
/// </summary>
internal static class LeafRefLint
{
    public static void Check(TypedNode node, DiagnosticBag diagnostics)
    {
        if (node.Type.BuiltIn is not (BuiltInType.LeafRef or BuiltInType.Union)) return;
        HashSet<string>? own = null;
        foreach (var target in TypeFactory.LeafRefsOf(node.Type).Select(l => l.Target).OfType<TypedNode>())
        {
            own ??= FeaturesOf(node);
            if (FeaturesOf(target).FirstOrDefault(f => !own.Contains(f)) is { } missing)
                diagnostics.Report(DiagnosticDescriptors.LeafRefToConditional, node.Location, node.Name, target.Name, missing);
        }
    }

    /// <summary>By their names without prefixes, which differ from module to module.</summary>
    private static HashSet<string> FeaturesOf(SchemaNode? node)
    {
        var features = new HashSet<string>();
        for (; node is not null; node = node.Parent)
        {
            foreach (var name in node.IfFeatures.SelectMany(IfFeatureExpression.NamesIn)) features.Add(name[(name.IndexOf(':') + 1)..]);
        }

        return features;
    }
}
