namespace Taiji.Yang.Data.Indexing;

/// <summary>Carries one index from a tree to the next.</summary>
internal sealed class IndexChange
{
    // So many changes cost more one by one than the whole index anew.
    private const int MostChanges = 1000;

    private readonly KeySet _before;
    private readonly DataTree _beforeTree;
    private readonly DataTree _afterTree;
    private readonly IndexKeys _keys;
    private readonly List<uint> _hashes = [];
    private KeySet.Editor? _editor;
    private long _left;

    /// <summary>Begins.</summary>
    /// <param name="definition">The index.</param>
    /// <param name="before">Its keys.</param>
    /// <param name="beforeTree">The tree they are of.</param>
    /// <param name="afterTree">The tree they are to be of.</param>
    public IndexChange(IndexDefinition definition, KeySet before, DataTree beforeTree, DataTree afterTree)
    {
        Definition = definition;
        _before = before;
        _beforeTree = beforeTree;
        _afterTree = afterTree;
        _keys = new IndexKeys(definition, beforeTree.Schema);
        _left = MostChanges + before.Count / 4;
    }

    /// <summary>The index.</summary>
    public IndexDefinition Definition { get; }

    /// <summary>Ends: the keys, or null when there were so many changes that the index is better built anew.</summary>
    public KeySet? Seal() => _left < 0 ? null : _editor?.Seal() ?? _before;

    /// <summary>Takes in one of the differences.</summary>
    /// <param name="change">The difference.</param>
    public void Apply(in DataChange change)
    {
        if (change.Kind == DataChangeKind.Moved || _left < 0) return;
        switch (Definition.RelationTo(change.Schema))
        {
            case IndexRelation.Units when change.Kind == DataChangeKind.Deleted:
                foreach (var unit in IndexUnits.Below(Definition.Levels, change.Before)) Remove(unit);
                break;
            case IndexRelation.Units when change.Kind == DataChangeKind.Created:
                foreach (var unit in IndexUnits.Below(Definition.Levels, change.After)) Add(unit);
                break;
            case IndexRelation.Columns:
                // Another column of the same unit may have changed as well: what is removed and added is always the whole of it.
                if (!IndexUnits.TryFindAround(Definition.Unit, change.Node, out var around)) break;
                if (IndexUnits.TryFindIn(around, _beforeTree, out var old)) Remove(old);
                if (IndexUnits.TryFindIn(around, _afterTree, out var current)) Add(current);
                break;
        }
    }

    private void Add(in DataNode unit)
    {
        if (_left-- <= 0) return;
        _editor ??= new KeySet.Editor(_before);
        foreach (var hash in HashesOf(unit)) _editor.Add(_keys.Of(hash, unit));
    }

    private void Remove(in DataNode unit)
    {
        if (_left-- <= 0) return;
        _editor ??= new KeySet.Editor(_before);
        foreach (var hash in HashesOf(unit)) _editor.Remove(_keys.Of(hash, unit));
    }

    private List<uint> HashesOf(in DataNode unit)
    {
        _hashes.Clear();
        _keys.AddHashes(unit, _hashes);
        return _hashes;
    }
}
