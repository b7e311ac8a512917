using Taiji.Yang.Data;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <content>Lists of which everything is written as it is stored: no question is asked of each node, so no node is made.</content>
internal sealed partial class DataWalk<TEmitter>
{
    private readonly bool _isPlain;
    private ListScan? _scan;

    /// <summary>Whether all that is stored below the node is written.</summary>
    private bool WritesAllOf(SchemaNode node) => _isPlain && (_content == ContentFilter.All || !_table[node].HasState);

    /// <summary>Begins to write all entries of a list or leaf-list.</summary>
    private void BeginScan(DataEntries entries, SchemaNode list)
    {
        Prepare(list);
        _scan = entries.Scan();
    }

    /// <summary>Goes on with the list.</summary>
    /// <returns>Whether enough bytes are pending; otherwise the list is at its end.</returns>
    private bool AdvanceScan(long budget)
    {
        var scan = _scan!;
        while (_emitter.Sink.Pending < budget)
        {
            switch (scan.MoveNext())
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
                default:
                    _scan = null;
                    return false;
            }
        }

        return true;
    }
}
