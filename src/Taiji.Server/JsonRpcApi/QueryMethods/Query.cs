using System.Text.Json;
using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Yang.Data;
using Taiji.Yang.XPath;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Server.JsonRpcApi.QueryMethods;

/// <summary>What a query was asked for.</summary>
internal sealed record QuerySettings
{
    public required IReadOnlyList<XPathExpression> Selection { get; init; }

    public required IReadOnlyList<XPathExpression> Sort { get; init; }

    public bool IsDescending { get; init; }

    public long ChunkSize { get; init; } = 100;

    public long InitialOffset { get; init; } = 1;

    public bool IncludesTotal { get; init; } = true;

    public required string ResultAs { get; init; }
}

/// <summary>A query under way: a walk over nodes and how far it has come. Between chunks it keeps no results, but for a sorted one the nodes in their order.</summary>
/// <param name="names">The names.</param>
/// <param name="tree">What it is over.</param>
/// <param name="walk">The result nodes.</param>
/// <param name="settings">What was asked for.</param>
internal sealed class Query(SchemaNames names, DataTree tree, NodeWalk walk, QuerySettings settings)
{
    private NodeWalk? _ordered;
    private IEnumerator<XPathNode>? _nodes;
    private long _given = settings.InitialOffset - 1;
    private long? _total;

    /// <summary>Begins again at the first result.</summary>
    public void Reset()
    {
        _nodes = null;
        _given = settings.InitialOffset - 1;
    }

    /// <summary>Writes the next chunk as a result.</summary>
    /// <param name="writer">Where the object goes.</param>
    /// <param name="view">What may be read now; null for everything.</param>
    /// <param name="most">How many results at most; null for the query's own chunk size.</param>
    public void WriteChunk(Utf8JsonWriter writer, ReadView? view, long? most = null)
    {
        var results = new QueryResults(names, new XPathEvaluator(view.Over(tree)), view, settings, writer);
        _ordered ??= settings.Sort.Count == 0 ? walk : SortedWalk.Of(names, walk, tree, settings, view);
        _nodes ??= _ordered.From(_given, view).GetEnumerator();
        writer.WriteStartObject();
        writer.WriteNumber("position"u8, _given + 1);
        writer.WriteNumber("current_position"u8, _given + 1);
        writer.WriteStartArray("results"u8);
        var size = most ?? settings.ChunkSize;
        var written = 0L;
        while (written < size && _nodes.MoveNext())
        {
            // The rules may have changed since the walk began.
            if (view is not null && !_nodes.Current.Data.IsVisible(view.IsReadable)) continue;
            results.Write(_nodes.Current);
            written++;
        }

        _given += written;
        writer.WriteEndArray();
        writer.WriteNumber("number_of_results"u8, written);
        if (settings.IncludesTotal) writer.WriteNumber("total_number_of_results"u8, _total ??= _ordered.Count(view));
        writer.WriteNumber("number_of_elements_per_result"u8, Math.Max(1, settings.Selection.Count));
        writer.WriteNumber("chunk_size"u8, settings.ChunkSize);
        writer.WriteString("result_as"u8, settings.ResultAs);
        writer.WriteEndObject();
    }
}

/// <summary>The queries of a session by their handles, each with its transaction.</summary>
internal sealed class QueryTable
{
    private readonly Dictionary<long, Query> _byHandle = [];

    /// <summary>The query of a handle; null for none.</summary>
    /// <param name="handle">The handle.</param>
    public Query? Find(long handle)
    {
        lock (_byHandle) return _byHandle.GetValueOrDefault(handle);
    }

    /// <summary>Forgets a query.</summary>
    /// <param name="handle">Its handle.</param>
    public void Remove(long handle)
    {
        lock (_byHandle) _byHandle.Remove(handle);
    }

    /// <summary>Keeps a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="next">Gives handles.</param>
    /// <param name="most">How many there may be.</param>
    /// <returns>Its handle.</returns>
    public long Add(Query query, Func<long> next, int most)
    {
        lock (_byHandle)
        {
            if (_byHandle.Count >= most) throw new Protocol.JsonRpcException(WebSessions.Limits.Overload("queries", most));
            var handle = next();
            _byHandle[handle] = query;
            return handle;
        }
    }
}
