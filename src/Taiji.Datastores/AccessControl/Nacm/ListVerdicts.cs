using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.AccessControl.Nacm;

/// <summary>
/// Works out, once for all reads under the same rules, what may be read of a list: what holds for entries that no rule names, and which entries rules name by their keys.
/// </summary>
internal sealed class ListVerdicts(NacmDecisions decisions, SchemaNode list)
{
    private readonly Dictionary<ConditionalVerdict, IReadOnlyDictionary<byte[], bool?>> _byKey = [];
    private readonly HashSet<SchemaNode> _denied = [];

    /// <summary>Compiles; null when entries that no rule names differ, so that nodes must be asked about.</summary>
    public ListAccess? Compile()
    {
        if (!TryCollect(list)) return null;
        var isListDenied = _denied.Contains(list);
        var omitted = isListDenied ? [] : _denied;
        var named = new HashSet<byte[]>(_byKey.Values.SelectMany(v => v.Keys), EncodedKeys.Comparer);
        var exceptions = new List<KeyValuePair<byte[], EntryAccess>>();
        foreach (var key in named)
        {
            if (!IsSameAsUnnamed(key)) exceptions.Add(new(key, Judge(key, omitted.Count == 0)));
        }

        return new ListAccess(isListDenied ? EntryAccess.None : EntryAccess.Shown, exceptions) { Omits = omitted.Count > 0 ? omitted.Contains : null };
    }

    /// <summary>Collects what is denied below a node in an entry that no rule names, and the verdicts that depend on the entry's key.</summary>
    private bool TryCollect(SchemaNode node)
    {
        var verdict = decisions.TryDecide(node, AccessOperations.Read, out var conditional);
        if (conditional is not null && !_byKey.ContainsKey(conditional))
        {
            if (conditional.ByKeyOf(list) is not { } byKey) return false;
            _byKey.Add(conditional, byKey);
        }

        if (!(verdict ?? conditional!.Otherwise)) _denied.Add(node);
        if (node is not InnerNode inner) return true;
        foreach (var child in inner.DataChildren)
        {
            if (!TryCollect(child)) return false;
        }

        // An entry whose key may not be read isn't shown.
        if (node is ListNode { Keys: var keys } && keys.Any(_denied.Contains)) _denied.Add(node);
        return true;
    }

    private bool IsSameAsUnnamed(byte[] key)
    {
        foreach (var (conditional, byKey) in _byKey)
        {
            if (byKey.TryGetValue(key, out var verdict) && verdict != conditional.Otherwise) return false;
        }

        return true;
    }

    private EntryAccess Judge(byte[] key, bool showsAll)
    {
        if (Verdict(list, key) is not { } isPermitted) return EntryAccess.Asked;
        if (!isPermitted) return EntryAccess.None;
        return showsAll && IsWhole(list, key) ? EntryAccess.Shown : EntryAccess.Asked;
    }

    private bool IsWhole(SchemaNode node, byte[] key) =>
        Verdict(node, key) == true && (node is not InnerNode inner || inner.DataChildren.All(c => IsWhole(c, key)));

    private bool? Verdict(SchemaNode node, byte[] key)
    {
        if (decisions.TryDecide(node, AccessOperations.Read, out var conditional) is { } decided) return decided;
        return _byKey[conditional!].TryGetValue(key, out var verdict) ? verdict : conditional!.Otherwise;
    }
}
