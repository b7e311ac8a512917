using System.Collections.Immutable;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Attributes;

/// <summary>
/// The attributes of a node and of all below it (metadata, RFC 7952 §1.1): beside the tree, in its shape, and as persistent. An attribute's name is <c>module:name</c> as in
/// RFC 7952 §5.2.1, its value the canonical text. Where there are none there is nothing but <see cref="None"/>.
/// </summary>
internal sealed class NodeAttributes
{
    /// <summary>No attributes, neither here nor below.</summary>
    public static readonly NodeAttributes None = new(
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<DataPathStep, NodeAttributes>(StepOrder.Comparer));

    private NodeAttributes(ImmutableSortedDictionary<string, string> own, ImmutableSortedDictionary<DataPathStep, NodeAttributes> below)
    {
        Own = own;
        Below = below;
    }

    /// <summary>The node's own, by name.</summary>
    public ImmutableSortedDictionary<string, string> Own { get; }

    /// <summary>Those of its descendants: only children that have some, or have some below them.</summary>
    public ImmutableSortedDictionary<DataPathStep, NodeAttributes> Below { get; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => ReferenceEquals(this, None);

    /// <summary>Those of a node further down, with all below it.</summary>
    /// <param name="steps">The way there.</param>
    public NodeAttributes At(ReadOnlySpan<DataPathStep> steps)
    {
        var at = this;
        foreach (ref readonly var step in steps)
        {
            if (!at.Below.TryGetValue(step, out at!)) return None;
        }

        return at;
    }

    /// <summary>These with what a node further down is to have, itself and below.</summary>
    /// <param name="steps">The way there.</param>
    /// <param name="there">What it is to have.</param>
    public NodeAttributes With(ReadOnlySpan<DataPathStep> steps, NodeAttributes there)
    {
        if (steps.IsEmpty) return there;
        var before = Below.GetValueOrDefault(steps[0], None);
        var after = before.With(steps[1..], there);
        if (ReferenceEquals(before, after)) return this;
        return Of(Own, after.IsEmpty ? Below.Remove(steps[0]) : Below.SetItem(Owned(steps[0]), after));
    }

    // Its key may lie in the middle of a page.
    private static DataPathStep Owned(in DataPathStep step) => step.Key is { } key ? step with { Key = key.ToArray() } : step;

    /// <summary>These without what a path's node has, or all entries of a whole list.</summary>
    /// <param name="path">The path.</param>
    public NodeAttributes Without(DataPath path)
    {
        if (IsEmpty || !path.IsWholeList) return With(path.Steps, None);
        var list = path.Node;
        var around = At(path.Steps[..^1]);
        return With(path.Steps[..^1], Of(around.Own, around.Below.RemoveRange(around.Below.Keys.Where(step => step.Node == list))));
    }

    /// <summary>The node's own with one set or taken away.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; null for none.</param>
    public NodeAttributes WithOwn(string name, string? value) => Of(value is null ? Own.Remove(name) : Own.SetItem(name, value), Below);

    /// <summary>Both; where both have one, the other's counts, and an empty one of the other takes away.</summary>
    /// <param name="other">The other.</param>
    public NodeAttributes Merge(NodeAttributes other)
    {
        if (other.IsEmpty || ReferenceEquals(this, other)) return this;
        var merged = this;
        foreach (var (name, value) in other.Own) merged = merged.WithOwn(name, value.Length == 0 ? null : value);
        foreach (var (step, theirs) in other.Below) merged = merged.With([step], merged.Below.GetValueOrDefault(step, None).Merge(theirs));
        return merged;
    }

    /// <summary>All nodes that have attributes, from here on.</summary>
    /// <param name="path">This node's.</param>
    public IEnumerable<(DataPath Path, IReadOnlyDictionary<string, string> Attributes)> Walk(DataPath path)
    {
        if (!Own.IsEmpty) yield return (path, Own);
        foreach (var (step, below) in Below)
        {
            foreach (var found in below.Walk(path.Append(step.Node, step.Key))) yield return found;
        }
    }

    /// <summary>What differs; what is shared is stepped over.</summary>
    /// <param name="path">The node's.</param>
    /// <param name="before">Its attributes before.</param>
    /// <param name="after">And after.</param>
    public static IEnumerable<AttributeChange> Compare(DataPath path, NodeAttributes before, NodeAttributes after)
    {
        if (ReferenceEquals(before, after)) yield break;
        foreach (var name in before.Own.Keys.Union(after.Own.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, current) = (before.Own.GetValueOrDefault(name), after.Own.GetValueOrDefault(name));
            if (old != current) yield return new AttributeChange(path, name, old, current);
        }

        foreach (var step in before.Below.Keys.Concat(after.Below.Keys.Where(s => !before.Below.ContainsKey(s))))
        {
            var changes = Compare(path.Append(step.Node, step.Key), before.Below.GetValueOrDefault(step, None), after.Below.GetValueOrDefault(step, None));
            foreach (var change in changes) yield return change;
        }
    }

    private static NodeAttributes Of(ImmutableSortedDictionary<string, string> own, ImmutableSortedDictionary<DataPathStep, NodeAttributes> below) =>
        own.IsEmpty && below.IsEmpty ? None : new NodeAttributes(own, below);

    /// <summary>By name, then by key.</summary>
    private sealed class StepOrder : IComparer<DataPathStep>
    {
        public static readonly StepOrder Comparer = new();

        public int Compare(DataPathStep x, DataPathStep y)
        {
            var order = x.Node == y.Node ? 0 : Compare(x.Node, y.Node);
            return order != 0 ? order : x.Key.GetValueOrDefault().Span.SequenceCompareTo(y.Key.GetValueOrDefault().Span);
        }

        private static int Compare(SchemaNode x, SchemaNode y)
        {
            var order = string.CompareOrdinal(x.Module.Name, y.Module.Name);
            return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
        }
    }
}
