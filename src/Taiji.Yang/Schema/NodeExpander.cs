using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>What an expansion passes down to the nodes directly below.</summary>
/// <param name="Module">The module whose namespace new nodes are in.</param>
/// <param name="IsDisabled">Whether an if-feature of the uses or augment around is false.</param>
/// <param name="Whens">The whens of the uses or augment around; null when there are none.</param>
/// <param name="Status">The status of the uses or augment around, for nodes that have none of their own.</param>
/// <param name="IfFeatures">The if-features of the statements around.</param>
internal readonly record struct ExpansionContext(
    YangModule Module, bool IsDisabled = false, List<DraftWhen>? Whens = null, Statement? Status = null, List<Statement>? IfFeatures = null)
{
    /// <summary>The context inside a uses or augment with conditions of its own.</summary>
    public ExpansionContext With(Statement statement, LexicalScope scope, bool isSupported)
    {
        var when = statement.Find(StatementKind.When);
        List<DraftWhen>? whens = when is null ? Whens : [.. Whens ?? [], new DraftWhen(when, scope, ContextIsParent: true)];
        var ifFeatures = statement.Find(StatementKind.IfFeature) is null ? IfFeatures
            : [.. statement.Children.Where(s => s.Kind == StatementKind.IfFeature), .. IfFeatures ?? []];
        return new ExpansionContext(Module, IsDisabled || !isSupported, whens, statement.Find(StatementKind.Status) ?? Status, ifFeatures);
    }
}

/// <summary>Statements → drafts of schema nodes, groupings expanded where they are used (RFC 7950 §7.13).</summary>
internal sealed class NodeExpander
{
    private readonly FeatureEvaluator _features;
    private readonly SchemaLimits _limits;
    private readonly UsesExpander _uses;

    public NodeExpander(FeatureEvaluator features, SchemaLimits limits, DiagnosticBag diagnostics)
    {
        _features = features;
        _limits = limits;
        _uses = new UsesExpander(this, features, limits, diagnostics);
    }

    /// <summary>Expands the data definitions, operations and notifications below a statement into children of a draft.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="scope">The scope inside it.</param>
    /// <param name="parent">Receives the children.</param>
    /// <param name="context">Namespace and conditions.</param>
    public void ExpandChildren(Statement statement, LexicalScope scope, DraftNode parent, in ExpansionContext context)
    {
        var rule = Grammar.RuleOf(statement);
        foreach (var child in statement.Children)
        {
            if (child.Kind == StatementKind.Unknown && child.Prefix is not null) continue;
            if (rule[child.Kind] == Occurrence.None && statement.Kind != StatementKind.Unknown)
            {
                // What may not stand here, and misspelt keywords, have been reported.
                parent.IsIncomplete |= child.Kind is StatementKind.Unknown or StatementKind.Uses || KindOf(child.Kind) is not null;
                continue;
            }

            if (KindOf(child.Kind) is { } kind) ExpandNode(child, kind, scope, parent, context);
            else if (child.Kind == StatementKind.Uses) _uses.Expand(child, scope, parent, context);
        }
    }

    private void ExpandNode(Statement statement, SchemaNodeKind kind, LexicalScope outer, DraftNode parent, in ExpansionContext context)
    {
        if (!_limits.TryEnter(statement)) return;
        var scope = outer.Inside(statement);
        var node = new DraftNode(kind, NameOf(statement, kind), context.Module, statement, scope);
        if (parent.Kind == SchemaNodeKind.Choice && kind != SchemaNodeKind.Case) parent = AddImplicitCase(parent, node, context);
        else TakeConditions(node, context);
        ReadProperties(node);
        parent.Add(node);
        var below = new ExpansionContext(context.Module);
        if (node.IsOperation) AddInputAndOutput(node, below);
        else if (kind is not (SchemaNodeKind.Leaf or SchemaNodeKind.LeafList)) ExpandChildren(statement, scope, node, below);
        _limits.Leave();
    }

    private static string NameOf(Statement statement, SchemaNodeKind kind) =>
        kind switch { SchemaNodeKind.Input => "input", SchemaNodeKind.Output => "output", _ => statement.ArgumentOrEmpty };

    /// <summary>A shorthand's case takes over the conditions that came from around (RFC 7950 §7.9.2).</summary>
    private static DraftNode AddImplicitCase(DraftNode choice, DraftNode node, in ExpansionContext context)
    {
        var @case = new DraftNode(SchemaNodeKind.Case, node.Name, node.Module, node.Statement, node.Scope);
        TakeConditions(@case, context);
        choice.Add(@case);
        return @case;
    }

    private static void TakeConditions(DraftNode node, in ExpansionContext context)
    {
        node.IsDisabled = context.IsDisabled;
        node.Status = context.Status;
        if (context.IfFeatures is not null) node.OuterIfFeatures = context.IfFeatures;
        node.Whens = context.Whens is null ? null : [.. context.Whens];
    }

    private void AddInputAndOutput(DraftNode operation, in ExpansionContext context)
    {
        var statement = operation.Statement;
        foreach (var kind in (ReadOnlySpan<StatementKind>)[StatementKind.Input, StatementKind.Output])
        {
            var part = statement.Find(kind);
            var nodeKind = kind == StatementKind.Input ? SchemaNodeKind.Input : SchemaNodeKind.Output;
            if (part is not null) ExpandNode(part, nodeKind, operation.Scope, operation, context);
            else operation.Add(new DraftNode(nodeKind, kind == StatementKind.Input ? "input" : "output", operation.Module, statement, operation.Scope));
        }
    }

    private void ReadProperties(DraftNode node)
    {
        var scope = node.Scope;
        foreach (var s in node.Statement.Children)
        {
            switch (s.Kind)
            {
                case StatementKind.Config: node.Config = s; break;
                case StatementKind.Default: (node.Defaults ??= []).Add(new ScopedStatement(s, scope)); break;
                case StatementKind.Description: node.Description = s; break;
                case StatementKind.IfFeature:
                    node.HasIfFeature = true;
                    (node.IfFeatures ??= []).Add(s);
                    if (!_features.Holds(s, scope.Text)) node.IsDisabled = true;
                    break;
                case StatementKind.Key: node.Key = s; break;
                case StatementKind.Mandatory: node.Mandatory = s; break;
                case StatementKind.MaxElements: node.MaxElements = s; break;
                case StatementKind.MinElements: node.MinElements = s; break;
                case StatementKind.Must: (node.Musts ??= []).Add(new ScopedStatement(s, scope)); break;
                case StatementKind.OrderedBy: node.OrderedBy = s; break;
                case StatementKind.Presence: node.Presence = s; break;
                case StatementKind.Reference: node.Reference = s; break;
                case StatementKind.Status: node.Status = s; break;
                case StatementKind.Type: node.Type ??= new ScopedStatement(s, scope); break;
                case StatementKind.Unique: (node.Uniques ??= []).Add(new ScopedStatement(s, scope)); break;
                case StatementKind.Units: node.Units = s; break;
                case StatementKind.When:
                    (node.Whens ??= []).Add(new DraftWhen(s, scope, node.Kind is SchemaNodeKind.Choice or SchemaNodeKind.Case));
                    break;
                case StatementKind.Unknown when s.Prefix is not null: (node.Extensions ??= []).Add(new ScopedStatement(s, scope)); break;
            }
        }
    }

    private static SchemaNodeKind? KindOf(StatementKind kind) => kind switch
    {
        StatementKind.Container => SchemaNodeKind.Container,
        StatementKind.Leaf => SchemaNodeKind.Leaf,
        StatementKind.LeafList => SchemaNodeKind.LeafList,
        StatementKind.List => SchemaNodeKind.List,
        StatementKind.Choice => SchemaNodeKind.Choice,
        StatementKind.Case => SchemaNodeKind.Case,
        StatementKind.AnyData => SchemaNodeKind.AnyData,
        StatementKind.AnyXml => SchemaNodeKind.AnyXml,
        StatementKind.Rpc => SchemaNodeKind.Rpc,
        StatementKind.Action => SchemaNodeKind.Action,
        StatementKind.Notification => SchemaNodeKind.Notification,
        _ => null,
    };
}
