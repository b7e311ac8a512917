using System.Text.RegularExpressions;
using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.DataMethods;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.QueryMethods;

/// <summary>All entries of one list, or a leaf of each: an entry is found by its position, in memory for that entry only.</summary>
internal sealed partial class EntryWalk : NodeWalk
{
    private readonly DataEntries _entries;
    private readonly SchemaNode _list;
    private readonly SchemaNode? _leaf;
    private readonly bool _isBackward;

    private EntryWalk(DataEntries entries, SchemaNode list, SchemaNode? leaf, bool isBackward)
    {
        _entries = entries;
        _list = list;
        _leaf = leaf;
        _isBackward = isBackward;
    }

    /// <summary>The walk for an expression; null for one of another form.</summary>
    /// <param name="names">The names.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="text">The expression.</param>
    /// <param name="view">What may be read; null for everything.</param>
    public static NodeWalk? Find(SchemaNames names, DataTree tree, string text, ReadView? view)
    {
        text = text.Trim();
        if (!PlainPath().IsMatch(text)) return null;
        SchemaNode node = names.Schema.Root;
        SchemaNode? leaf = null;
        var path = new DataPath(names.Schema);
        foreach (var step in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (leaf is not null || node is not InnerNode inner || Child(names, inner, step) is not { } child) return null;
            node = child;
            if (path.IsWholeList) leaf = child;
            else path = path.Append(child);
        }

        if (!path.IsWholeList || path.Node is not ListNode || leaf is not (null or LeafNode)) return null;
        return tree.TryFindInUse(path.Parent, view?.IsReadable, out var parent) ? new EntryWalk(parent.Entries(path.Node), path.Node, leaf, isBackward: false) : new KnownNodes([]);
    }

    /// <inheritdoc/>
    public override long Count(ReadView? view) => _leaf is null or LeafNode { IsKey: true } ? view.Count(_list, _entries) : From(0, view).LongCount();

    /// <inheritdoc/>
    public override IEnumerable<XPathNode> From(long number, ReadView? view)
    {
        var isWhole = view.ShowsAll(_list);
        // Where every entry counts, or those that don't are known, positions lead to the first one.
        var first = _leaf is null or LeafNode { IsKey: true } ? isWhole ? number : FirstOf(number, view) : null;
        var left = number - (first is null ? 0 : number);
        for (var i = first ?? 0; i < _entries.Count; i++)
        {
            var entry = _entries.At(_isBackward ? _entries.Count - 1 - i : i);
            if (!isWhole && !view.SeesEntry(entry)) continue;
            if (_leaf is null)
            {
                if (left-- <= 0) yield return new XPathNode(entry);
            }
            else if (entry.TryGetChildOrDefault(_leaf, out var leaf) && (view is null || view.IsReadable(leaf)) && left-- <= 0)
            {
                yield return new XPathNode(leaf);
            }
        }
    }

    private long? FirstOf(long number, ReadView? view)
    {
        if (view.HiddenIn(_list, _entries) is not { } hidden) return null;
        foreach (var position in _isBackward ? hidden.Reverse().Select(p => _entries.Count - 1 - p) : hidden)
        {
            if (position > number) break;
            number++;
        }

        return number;
    }

    /// <inheritdoc/>
    public override NodeWalk? SortedBy(IReadOnlyList<string> leaves, bool isDescending)
    {
        if (_leaf is not null || _list is not ListNode { IsUserOrdered: false, IsConfig: true } list || leaves.Count > list.Keys.Count) return null;
        for (var i = 0; i < leaves.Count; i++)
        {
            // Other types' order in the tree isn't that of their values.
            if (list.Keys[i] is not { Type: StringType or IntegerType } key || key.Name != leaves[i][(leaves[i].IndexOf(':', StringComparison.Ordinal) + 1)..]) return null;
        }

        return isDescending && leaves.Count < list.Keys.Count ? null : new EntryWalk(_entries, _list, _leaf, isDescending);
    }

    // Where a name without prefix could be that of several, evaluation tells.
    private static SchemaNode? Child(SchemaNames names, InnerNode parent, string step)
    {
        var colon = step.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0) return names.Resolve(step[..colon]) is { } module ? parent.FindChild(module, step[(colon + 1)..]) : null;
        var found = parent.DataChildren.Where(c => c.Name == step).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    [GeneratedRegex(@"^(/([A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)+$")]
    private static partial Regex PlainPath();
}
