using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Applies a <c>refine</c> to the draft it names (RFC 7950 §7.13.2).</summary>
internal sealed class RefineApplier(FeatureEvaluator features, DiagnosticBag diagnostics)
{
    public void Apply(Statement refine, LexicalScope scope, DraftNode node)
    {
        List<ScopedStatement>? defaults = null;
        foreach (var s in refine.Children)
        {
            if (!IsAllowed(s.Kind, node))
            {
                diagnostics.Report(DiagnosticDescriptors.CannotRefine, s.Location, s.Keyword, KindName.Of(node.Kind), node.Name);
                continue;
            }

            switch (s.Kind)
            {
                case StatementKind.Default:
                    CheckDefault(s, scope, node, defaults);
                    (defaults ??= []).Add(new ScopedStatement(s, scope));
                    break;
                case StatementKind.Config: node.Config = s; break;
                case StatementKind.Description: node.Description = s; break;
                case StatementKind.IfFeature:
                    node.HasIfFeature = true;
                    (node.IfFeatures ??= []).Add(s);
                    if (!features.Holds(s, scope.Text)) node.IsDisabled = true;
                    break;
                case StatementKind.Mandatory: node.Mandatory = s; break;
                case StatementKind.MaxElements: node.MaxElements = s; break;
                case StatementKind.MinElements: node.MinElements = s; break;
                case StatementKind.Must: (node.Musts ??= []).Add(new ScopedStatement(s, scope)); break;
                case StatementKind.Presence: node.Presence = s; break;
                case StatementKind.Reference: node.Reference = s; break;
                case StatementKind.Unknown when s.Prefix is not null: (node.Extensions ??= []).Add(new ScopedStatement(s, scope)); break;
            }
        }

        if (defaults is not null) node.Defaults = defaults;
    }

    /// <summary>Only a leaf-list, and only from YANG 1.1 on, has several.</summary>
    private void CheckDefault(Statement statement, LexicalScope scope, DraftNode node, List<ScopedStatement>? others)
    {
        if (node.Kind != SchemaNodeKind.LeafList && others is [var first, ..])
        {
            diagnostics.ReportRelated(DiagnosticDescriptors.RepeatedSubstatement, statement.Location, first.Statement.Location, "default", "refine");
        }
        else if (node.Kind == SchemaNodeKind.LeafList && !scope.Text.IsVersion11)
        {
            diagnostics.Report(DiagnosticDescriptors.OnlyInVersion11, statement.Location, "default", "refine' of a 'leaf-list");
        }
    }

    private static bool IsAllowed(StatementKind property, DraftNode node) => property switch
    {
        StatementKind.Default => node.Kind is SchemaNodeKind.Leaf or SchemaNodeKind.LeafList or SchemaNodeKind.Choice,
        StatementKind.Mandatory => node.Kind is SchemaNodeKind.Leaf or SchemaNodeKind.Choice or SchemaNodeKind.AnyData or SchemaNodeKind.AnyXml,
        StatementKind.Presence => node.Kind == SchemaNodeKind.Container,
        StatementKind.MinElements or StatementKind.MaxElements => node.Kind is SchemaNodeKind.List or SchemaNodeKind.LeafList,
        StatementKind.Must => node.Kind is SchemaNodeKind.Container or SchemaNodeKind.List or SchemaNodeKind.Leaf or SchemaNodeKind.LeafList
            or SchemaNodeKind.AnyData or SchemaNodeKind.AnyXml,
        StatementKind.Config => node.Kind is SchemaNodeKind.Container or SchemaNodeKind.List or SchemaNodeKind.Leaf or SchemaNodeKind.LeafList
            or SchemaNodeKind.Choice or SchemaNodeKind.AnyData or SchemaNodeKind.AnyXml,
        _ => true,
    };
}
