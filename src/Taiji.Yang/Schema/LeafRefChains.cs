using Taiji.Yang.Diagnostics;
using Taiji.Yang.Types;

namespace Taiji.Yang.Schema;

/// <summary>Follows leafrefs to leafrefs: refuses circles (RFC 7950 §9.9), and unions that grow beyond bounds through them.</summary>
internal sealed class LeafRefChains(IReadOnlyList<(TypedNode Node, DraftNode Draft)> referring, DiagnosticBag diagnostics)
{
    private readonly Dictionary<TypedNode, DraftNode> _drafts = referring.ToDictionary(r => r.Node, r => r.Draft);
    private readonly Dictionary<TypedNode, UnionExtent> _extents = [];
    private readonly HashSet<TypedNode> _open = [];
    private readonly HashSet<TypedNode> _unbound = [];

    public void Check()
    {
        foreach (var (node, _) in referring) Visit(node);
    }

    /// <summary>Visits targets before what refers to them, with a stack of its own: chains may be long.</summary>
    private void Visit(TypedNode first)
    {
        var stack = new Stack<(TypedNode Node, IEnumerator<LeafRefType> LeafRefs)>();
        Open(first);
        while (stack.TryPeek(out var top))
        {
            if (!top.LeafRefs.MoveNext()) Close(stack.Pop().Node);
            else if (top.LeafRefs.Current.Target is { } target && _drafts.ContainsKey(target)) Follow(top.LeafRefs.Current, target);
        }

        void Open(TypedNode node)
        {
            if (!_extents.ContainsKey(node) && _open.Add(node)) stack.Push((node, TypeFactory.LeafRefsOf(node.Type).GetEnumerator()));
        }

        void Follow(LeafRefType leafRef, TypedNode target)
        {
            if (!_open.Contains(target))
            {
                Open(target);
                return;
            }

            diagnostics.Report(DiagnosticDescriptors.LeafRefCycle, _drafts[target].Statement.Location, target.Name);
            // Nobody may follow the circle.
            leafRef.Target = null;
        }
    }

    private void Close(TypedNode node)
    {
        _open.Remove(node);
        if (TypeFactory.LeafRefsOf(node.Type).Any(l => l.Target is null || _unbound.Contains(l.Target)))
        {
            // What refers to it has no values either.
            _extents[node] = UnionExtent.Single;
            Unbind(node);
            return;
        }

        var extent = _extents[node] = ExtentOf(node.Type);
        if (!extent.IsExcessive) return;
        diagnostics.Report(DiagnosticDescriptors.UnionTooLarge, _drafts[node].Statement.Location, node.Name, UnionExtent.MaximumTypes, UnionExtent.MaximumDepth);
        // Reported once, not for all that refer to it.
        _extents[node] = UnionExtent.Single;
        Unbind(node);
    }

    private void Unbind(TypedNode node)
    {
        _unbound.Add(node);
        foreach (var leafRef in TypeFactory.LeafRefsOf(node.Type)) leafRef.Target = null;
    }

    private UnionExtent ExtentOf(YangType type) => type switch
    {
        LeafRefType { Target: { } target } => _extents.TryGetValue(target, out var known) ? known : UnionExtent.Single,
        UnionType union => UnionExtent.Around(union.Members.Select(ExtentOf)),
        _ => UnionExtent.Single,
    };
}
