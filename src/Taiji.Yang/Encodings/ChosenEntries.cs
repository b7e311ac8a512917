using System.Collections;
using Taiji.Yang.Data;

namespace Taiji.Yang.Encodings;

/// <summary>Entries that are walked once, of which it is known whether there are any.</summary>
internal sealed class ChosenEntries : IEnumerable<DataNode>, IEnumerator<DataNode>
{
    private readonly IEnumerator<DataNode> _source;
    private bool _isAhead;

    public ChosenEntries(IEnumerable<DataNode> source)
    {
        _source = source.GetEnumerator();
        _isAhead = _source.MoveNext();
        IsEmpty = !_isAhead;
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty { get; }

    public DataNode Current => _source.Current;

    object IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (!_isAhead) return !IsEmpty && _source.MoveNext();
        _isAhead = false;
        return true;
    }

    public IEnumerator<DataNode> GetEnumerator() => this;

    IEnumerator IEnumerable.GetEnumerator() => this;

    public void Reset() => throw new NotSupportedException();

    public void Dispose() => _source.Dispose();
}
