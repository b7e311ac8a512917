using Taiji.Yang.Diagnostics;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Binding;
using Taiji.Yang.XPath.Terms;

namespace Taiji.Yang.Schema;

/// <summary>
/// Finds whens that depend on each other in a circle (RFC 7950 §7.21.5). A when depends on the whens of the nodes it reads, and of those around them that are not around itself.
/// </summary>
internal sealed class WhenCycles(DiagnosticBag diagnostics)
{
    private readonly Dictionary<SchemaNode, HashSet<SchemaNode>> _reads = [];
    private readonly Dictionary<SchemaNode, SourceLocation> _places = [];

    /// <summary>Notes what a when reads.</summary>
    public void Add(SchemaNode node, WhenConstraint when, XPathDependencies dependencies, SourceLocation place)
    {
        if (!_reads.TryGetValue(node, out var reads))
        {
            _reads[node] = reads = [];
            _places[node] = place;
        }

        var names = new HashSet<string>();
        AddNames(when.Expression.Term, names);
        foreach (var read in dependencies.Reads)
        {
            if (names.Contains(read.Node.Name) && read.Node != node) reads.Add(read.Node);
            else if (read.Node == node && (IsOwn(read, names) || (!when.ContextIsParent && ReadsOwnValue(when.Expression.Term, isContext: true)))) ReportOwn(node, place);
        }
    }

    /// <summary>Reports each circle once, at its first node.</summary>
    public void Report()
    {
        var done = new HashSet<SchemaNode>();
        foreach (var node in _reads.Keys.OrderBy(n => n.Ordinal)) Visit(node, [], done);
    }

    private void Visit(SchemaNode first, List<SchemaNode> path, HashSet<SchemaNode> done)
    {
        if (!done.Add(first)) return;
        path.Add(first);
        var stack = new Stack<IEnumerator<SchemaNode>>();
        stack.Push(Needed(first).GetEnumerator());
        while (stack.TryPeek(out var next))
        {
            if (!next.MoveNext())
            {
                stack.Pop();
                path.RemoveAt(path.Count - 1);
            }
            else if (path.IndexOf(next.Current) is var at and >= 0)
            {
                ReportCircle(path[at..]);
            }
            else if (done.Add(next.Current))
            {
                path.Add(next.Current);
                stack.Push(Needed(next.Current).GetEnumerator());
            }
        }
    }

    /// <summary>The nodes with whens that have to be decided first.</summary>
    private IEnumerable<SchemaNode> Needed(SchemaNode node)
    {
        foreach (var read in _reads[node].OrderBy(n => n.Ordinal))
        {
            for (SchemaNode? n = read; n is not null && n != node && !IsAround(n, node); n = n.DataParent)
            {
                if (_reads.ContainsKey(n)) yield return n;
            }
        }
    }

    private static bool IsAround(SchemaNode outer, SchemaNode node)
    {
        for (var n = node.DataParent; n is not null; n = n.DataParent)
        {
            if (n == outer) return true;
        }

        return false;
    }

    private void ReportCircle(List<SchemaNode> circle)
    {
        var first = circle.MinBy(n => n.Ordinal)!;
        var start = circle.IndexOf(first);
        var names = circle.Skip(start).Concat(circle.Take(start)).Append(first).Select(n => n.Name);
        diagnostics.Report(DiagnosticDescriptors.WhenCycle, _places[first], first.Name, string.Join(" → ", names));
    }

    private void ReportOwn(SchemaNode node, SourceLocation place) =>
        diagnostics.Report(DiagnosticDescriptors.WhenCycle, place, node.Name, "it asks for the value of the node that it decides about");

    /// <summary>Whether a path goes by way of the parent to the very instance, not to others of the same list.</summary>
    private static bool IsOwn(XPathRead read, HashSet<string> names) =>
        read.Node is not (ListNode or LeafListNode) && read.Anchor != read.Node && read.Anchor == read.Node.DataParent && names.Contains(read.Node.Name);

    /// <summary>
    /// The names that paths go by. Nodes that are read only as a part of the value of something around them are left aside: strictly they matter too, but nobody means them.
    /// </summary>
    private static void AddNames(XPathTerm term, HashSet<string> names)
    {
        foreach (var step in (term as PathTerm)?.Steps ?? [])
        {
            if (step.Test.Name is { } name) names.Add(name);
        }

        foreach (var part in term.Parts) AddNames(part, names);
    }

    /// <summary>Whether an expression needs the value, not only the existence, of its context node.</summary>
    private static bool ReadsOwnValue(XPathTerm term, bool isContext) => term switch
    {
        BinaryTerm { Operator: XPathOperator.And or XPathOperator.Or or XPathOperator.Union } => term.Parts.Any(p => ReadsOwnValue(p, isContext)),
        BinaryTerm => term.Parts.Any(p => IsOwn(p, isContext) || ReadsOwnValue(p, isContext)),
        CallTerm { Function.Kind: XPathFunctionKind.Count or XPathFunctionKind.Not or XPathFunctionKind.Boolean or XPathFunctionKind.Name or XPathFunctionKind.LocalName or XPathFunctionKind.NamespaceUri } =>
            term.Parts.Any(p => ReadsOwnValue(p, isContext)),
        CallTerm => term.Parts.Any(p => IsOwn(p, isContext) || ReadsOwnValue(p, isContext)),
        PathTerm => term.Parts.Any(p => ReadsOwnValue(p, isContext: false)),
        _ => term.Parts.Any(p => ReadsOwnValue(p, isContext)),
    };

    private static bool IsOwn(XPathTerm term, bool isContext) => term switch
    {
        CallTerm { Function.Kind: XPathFunctionKind.Current } => true,
        PathTerm { IsAbsolute: false, Start: null } path => isContext && path.Steps.All(s => s.Axis == XPathAxis.Self),
        PathTerm { Start: CallTerm { Function.Kind: XPathFunctionKind.Current } } path => path.Steps.All(s => s.Axis == XPathAxis.Self),
        _ => false,
    };
}
