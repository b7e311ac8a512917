using Taiji.Yang.Diagnostics;

namespace Taiji.Yang.Schema;

/// <summary>Reports two schema nodes of one name among siblings, also across the cases of a choice (RFC 7950 §6.2.1, §7.9.2).</summary>
internal sealed class NameClashChecker(DiagnosticBag diagnostics)
{
    private readonly Dictionary<(YangModule, string), DraftNode> _names = [];

    public void Check(DraftNode parent)
    {
        if (parent.Kind is not (SchemaNodeKind.Choice or SchemaNodeKind.Case) && parent.Children.Count > 0)
        {
            _names.Clear();
            AddSiblings(parent);
        }

        foreach (var child in parent.Children)
        {
            if (child.Kind == SchemaNodeKind.Choice) CheckCases(child);
        }

        foreach (var child in parent.Children) Check(child);
    }

    private void AddSiblings(DraftNode parent)
    {
        foreach (var child in parent.Children)
        {
            if (child.IsDisabled || child.IsRemoved) continue;
            if (child.Kind != SchemaNodeKind.Case) Add(child);
            if (child.Kind is SchemaNodeKind.Choice or SchemaNodeKind.Case) AddSiblings(child);
        }
    }

    private void CheckCases(DraftNode choice)
    {
        _names.Clear();
        foreach (var child in choice.Children)
        {
            if (!child.IsDisabled && !child.IsRemoved) Add(child);
        }
    }

    private void Add(DraftNode node)
    {
        if (_names.TryAdd((node.Module, node.Name), node)) return;
        var other = _names[(node.Module, node.Name)];
        diagnostics.ReportRelated(
            DiagnosticDescriptors.DuplicateNode, node.Statement.Location, other.Statement.Location, KindName.Of(node.Kind), node.Name, KindName.Of(other.Kind));
    }
}
