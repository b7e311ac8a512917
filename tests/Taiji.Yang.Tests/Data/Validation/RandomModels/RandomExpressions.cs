using System.Globalization;

namespace Taiji.Yang.Tests.Data.Validation.RandomModels;

/// <summary>Random conditions and paths over a model.</summary>
internal sealed class RandomExpressions(Random random, ModelNode root)
{
    private static readonly string[] Comparisons = ["=", "!=", "<", "<=", ">", ">="];

    /// <summary>A condition that reads only nodes before a place in the model.</summary>
    public string Condition(ModelNode context, int before)
    {
        var simple = Simple(context, before);
        return random.Next(8) switch
        {
            0 => $"{simple} or {Simple(context, before)}",
            1 => $"{simple} and {Simple(context, before)}",
            2 => $"not({simple})",
            // What is mostly true lets trees grow.
            3 or 4 => $"not({Path(context, before, false)}) or {simple}",
            _ => simple,
        };
    }

    /// <summary>The path of a leafref to some leaf; null when there is none that fits.</summary>
    public string? LeafRefPath(ModelNode from)
    {
        var targets = root.Descendants.Where(n => n.IsTyped && n != from && n.Type is "uint8" or "string" or "boolean").ToList();
        if (targets.Count == 0) return null;
        var keys = targets.Where(t => t.IsKey).ToList();
        var target = keys.Count > 0 && random.Next(4) > 0 ? keys[random.Next(keys.Count)] : targets[random.Next(targets.Count)];
        return Way(from, target, list => list.Keys.Where(k => k != target && random.Next(2) == 0)
            .Select(k => (Key: k, Leaf: from.DataParent!.Children.FirstOrDefault(c => c.Kind == "leaf" && c != from && c.Type == k.Type)))
            .Where(p => p.Leaf is not null).Select(p => $"[{p.Key.Name} = current()/../{p.Leaf!.Name}]"));
    }

    private string Simple(ModelNode context, int before)
    {
        switch (random.Next(26))
        {
            case 0: return $"count({Path(context, before)}) {Compare} {random.Next(4)}";
            case 1: return $"sum({Path(context, before)}) <= {random.Next(6)}";
            case 2: return $"{Path(context, before)} = {Path(context, before)}";
            case 3: return $"{Path(context, before)} {Compare} {random.Next(4)}";
            case 4: return $"{Path(context, before)} = '{Literal}'";
            case 5: return $"not({Path(context, before)})";
            case 6: return $"count({Path(context, before)} | {Path(context, before)}) < {random.Next(1, 5)}";
            case 7 when before == int.MaxValue: return $"count(preceding-sibling::*) < {random.Next(1, 6)}";
            case 8 when before == int.MaxValue: return $"not(following-sibling::*[. = '{Literal}'])";
            case 9 when before == int.MaxValue: return $"count(.//*) < {random.Next(2, 9)}";
            case 10 when before == int.MaxValue: return $"count(ancestor::*/*) < {random.Next(2, 12)}";
            case 11 when before == int.MaxValue && Referrer(context, before) is { } leaf: return $"not({leaf}) or deref({leaf})/../* = '{Literal}' or count(deref({leaf})/..) < 2";
            case 12: return $"string-length({Path(context, before)}) < {random.Next(1, 3)}";
            case 13: return $"concat({Path(context, before)}, 'x') != '{Literal}x'";
            case 14: return $"{Path(context, before)}[last()] = '{Literal}'";
            case 15: return $"({Path(context, before)})[1] = '{Literal}'";
            case 16 when before == int.MaxValue && context.Kind == "list" && OwnLeaf(context) is { } leaf:
                return $"count(../{context.Name}[{leaf.Name} = current()/{leaf.Name}]) {(random.Next(2) == 0 ? "<= 1" : "< 3")}";
            case 17 when before == int.MaxValue && context.Kind == "list" && OwnLeaf(context) is { } leaf:
                return $"not(../{context.Name}[{leaf.Name} = current()/{leaf.Name} and {context.Keys[0].Name} != current()/{context.Keys[0].Name}])";
            case 18 when before == int.MaxValue && context.Kind == "list" && OwnLeaf(context) is { } leaf: return $"not(preceding-sibling::{context.Name}[{leaf.Name} = current()/{leaf.Name}])";
            case 19 when before == int.MaxValue: return $"count(//{AnyData().Name}) < {random.Next(1, 6)}";
            case 20 when before == int.MaxValue: return $"not(following::{AnyData().Name})";
            case 21 when before == int.MaxValue && context.Kind == "list" && OwnLeaf(context) is { } leaf:
                return $"not({(random.Next(2) == 0 ? "preceding" : "following")}-sibling::{context.Name}[{random.Next(4)}]/{leaf.Name} {Compare} {leaf.Name})";
            case 22 when before == int.MaxValue && context.Kind == "list" && context.Children.FirstOrDefault(c => c is { Kind: "leaf", IsKey: false, Type: "uint8" }) is { } leaf:
                return $"sum(../{context.Name}/{leaf.Name}) < {random.Next(6)}";
            default: return Path(context, before);
        }
    }

    private string Compare => Comparisons[random.Next(Comparisons.Length)];

    private string Literal => RandomValues.Texts[random.Next(6)];

    private ModelNode AnyData()
    {
        var all = root.Descendants.Where(n => n.IsData).ToList();
        return all[random.Next(all.Count)];
    }

    private ModelNode? OwnLeaf(ModelNode list) => list.Children.Where(c => c is { Kind: "leaf", IsKey: false }).OrderBy(_ => random.Next()).FirstOrDefault();

    private string? Referrer(ModelNode context, int before)
    {
        var referrers = root.Descendants.Where(n => n.Order < before && n.Type.Contains("leafref", StringComparison.Ordinal) | n.Type.Contains("instance-id", StringComparison.Ordinal)).ToList();
        return referrers.Count == 0 ? null : Way(context, referrers[random.Next(referrers.Count)], _ => []);
    }

    private string Path(ModelNode context, int before, bool withPredicates = true)
    {
        var targets = root.Descendants.Where(n => n.IsData && n.Order < before && n != context).ToList();
        // A when may not ask for its own node.
        if (targets.Count == 0) return before == int.MaxValue ? "self::node()" : "../nothing";
        // Near nodes are read most.
        var near = targets.Where(t => t.DataParent == context.DataParent || t.DataParent == context).ToList();
        var target = near.Count > 0 && random.Next(2) == 0 ? near[random.Next(near.Count)] : targets[random.Next(targets.Count)];
        return Way(context, target, list => withPredicates && random.Next(2) == 0 ? [Predicate(context, list, before)] : []);
    }

    private string Predicate(ModelNode context, ModelNode list, int before)
    {
        var leaves = list.Children.Where(c => c.IsTyped && c.Order < before).ToList();
        if (leaves.Count == 0) return "";
        var leaf = leaves[random.Next(leaves.Count)];
        switch (random.Next(9))
        {
            case 0: return $"[{leaf.Name} = '{Literal}']";
            case 1: return $"[{leaf.Name} = {random.Next(3)}]";
            case 2: return $"[{random.Next(1, 3)}]";
            case 3: return $"[{leaf.Name}]";
            case 4: return $"[{leaf.Name} != '{Literal}' and {leaves[random.Next(leaves.Count)].Name} = '{Literal}']";
            default:
                var sources = root.Descendants.Where(n => n.IsTyped && n.Order < before && n != context
                    && (n.DataParent == context || n.DataParent == context.DataParent || context.Ancestors.Contains(n.DataParent))).ToList();
                if (sources.Count == 0) return $"[{leaf.Name} = '{Literal}']";
                var source = "current()/" + Way(context, sources[random.Next(sources.Count)], _ => []);
                return random.Next(4) == 0 ? $"[{leaf.Name} = {source} and {leaves[random.Next(leaves.Count)].Name} != '{Literal}']" : $"[{leaf.Name} = {source}]";
        }
    }

    /// <summary>A location path from one node to another: up to what they have in common and down, or from the root.</summary>
    private string Way(ModelNode from, ModelNode to, Func<ModelNode, IEnumerable<string>> predicates)
    {
        List<ModelNode> way = [to, .. to.Ancestors.Where(a => a != root)];
        way.Reverse();
        var steps = new List<string>();
        var common = from;
        while (common != root && !way.Contains(common))
        {
            steps.Add("..");
            common = common.DataParent!;
        }

        if (common == to) steps.Add(steps.Count == 0 ? "." : "../" + to.Name);
        // The root is no less far away for a leafref or when on it, but it has a name of its own.
        var isAbsolute = common == root && random.Next(2) == 0 && !to.Equals(from);
        if (isAbsolute) steps.Clear();
        foreach (var node in common == to ? [] : way.SkipWhile(_ => common != root).Concat(common == root ? [] : way.SkipWhile(n => n != common).Skip(1)).Distinct())
        {
            steps.Add(node.Kind == "list" ? node.Name + string.Concat(predicates(node)) : node.Name);
        }

        return (isAbsolute ? "/" : "") + string.Join('/', steps);
    }

    /// <summary>A number as XPath writes it.</summary>
    public static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
