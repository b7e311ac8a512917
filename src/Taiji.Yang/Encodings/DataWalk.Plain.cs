using Taiji.Yang.Data;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <content>Lists of which everything is written as it is stored: no question is asked of each node, so no node is made.</content>
internal sealed partial class DataWalk<TEmitter>
{
    private bool _isPlain;
    private Dictionary<(Layout, bool), EntryText?>? _entryTexts;
    private Layout? _runLayout;
    private bool _runsAtTop;
    private EntryText? _runText;
    private Func<SchemaNode, ListAccess?>? _lists;
    private Func<SchemaNode, bool>? _keepsWhole;
    private ListWriting? _list;

    /// <summary>Whether all that is stored below the node is written.</summary>
    private bool WritesAllOf(SchemaNode node) => _isPlain && (_content == ContentFilter.All || !_table[node].HasState);

    /// <summary>What the view says of a whole list; null when each of its nodes must be asked about.</summary>
    private ListAccess? AccessOf(SchemaNode list) => WritesAllOf(list) ? ListAccess.Whole
        : _lists is not null && (_content == ContentFilter.All || !_table[list].HasState) ? _lists(list) : null;

    /// <summary>Begins to write the entries of a list or leaf-list that a view lets through.</summary>
    private void BeginScan(DataEntries entries, SchemaNode list, ListAccess access)
    {
        _list = new ListWriting(entries, access);
        // Which entry comes first, if any, is found out as the scan goes.
        if (access.Otherwise == EntryAccess.Shown && access.Exceptions.Count == 0) Prepare(list);
        else _list.Unprepared = list;
    }

    /// <summary>Goes on with the list.</summary>
    /// <returns>Whether enough bytes are pending; otherwise the list is at its end, or at an entry that is written node by node.</returns>
    private bool AdvanceScan(ListWriting list, long budget)
    {
        var scan = list.Scan;
        while (_emitter.Sink.Pending < budget)
        {
            if (list.Unprepared is null && RunText(scan) is { } text)
            {
                var run = new EntryRun<TEmitter>(text, ref _emitter, budget);
                scan.Run(ref run);
                run.Leave();
            }

            var at = scan.MoveNext();
            if (list.Unprepared is { } unprepared && at is not (ScanEvent.End or ScanEvent.Aside))
            {
                Prepare(unprepared);
                list.Unprepared = null;
            }

            switch (at)
            {
                case ScanEvent.Value when scan.Node is TypedNode typed:
                    _emitter.Value(typed, scan.Value, IsTop && scan.IsOutermost, false);
                    break;
                case ScanEvent.Value:
                    _emitter.Any((AnyNode)scan.Node, scan.Value, false);
                    break;
                case ScanEvent.Start:
                    _emitter.StartObject(scan.Node, IsTop && scan.IsOutermost);
                    break;
                case ScanEvent.Stop:
                    _emitter.EndObject(scan.Node);
                    break;
                case ScanEvent.ListStart:
                    _emitter.StartArray(scan.Node, false);
                    break;
                case ScanEvent.ListStop:
                    _emitter.EndArray(scan.Node, false, 0);
                    break;
                case ScanEvent.Aside:
                    if (VisitAside(list)) return false;
                    break;
                default:
                    _list = null;
                    return false;
            }
        }

        return true;
    }

    /// <summary>Begins an entry whose nodes are asked about one by one.</summary>
    /// <returns>Whether there is something in it to be gone through; the list goes on after that.</returns>
    private bool VisitAside(ListWriting list)
    {
        var count = _count;
        _list = null;
        Visit(list.Entries.At(list.Scan.Aside));
        if (_count > count)
        {
            _frames[_count - 1].GoesOnWith = list;
            return true;
        }

        _list = list;
        return false;
    }

    /// <summary>What is around the values of the entries that the scan is among, if they can be written whole.</summary>
    private EntryText? RunText(ListScan scan)
    {
        var layout = scan.EntryLayout;
        if (layout is null) return null;
        var isTop = IsTop && scan.IsAmongOutermost;
        if (ReferenceEquals(layout, _runLayout) && isTop == _runsAtTop) return _runText;
        _entryTexts ??= [];
        if (!_entryTexts.TryGetValue((layout, isTop), out var text)) _entryTexts.Add((layout, isTop), text = _emitter.EntryText(layout, isTop));
        (_runLayout, _runsAtTop, _runText) = (layout, isTop, text);
        return text;
    }
}
