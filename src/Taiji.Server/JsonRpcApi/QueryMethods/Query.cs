using System.Text.Json;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
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

/// <summary>A query under way: a walk over nodes, in their order or a sorted one, and how far it has come.</summary>
internal sealed class Query
{
    private readonly SchemaNames _names;
    private readonly QuerySettings _settings;
    private readonly NodeWalk _walk;
    private readonly XPathEvaluator _evaluator;
    private readonly long[]? _order;
    private long _next;

    /// <summary>Begins.</summary>
    /// <param name="names">The names.</param>
    /// <param name="tree">What it is over.</param>
    /// <param name="walk">The result nodes.</param>
    /// <param name="settings">What was asked for.</param>
    public Query(SchemaNames names, DataTree tree, NodeWalk walk, QuerySettings settings)
    {
        _names = names;
        _walk = walk;
        _settings = settings;
        _evaluator = new XPathEvaluator(new AccessibleTree(tree));
        if (settings.Sort.Count > 0) _order = Sorted();
        Reset();
    }

    /// <summary>Begins again at the first result.</summary>
    public void Reset() => _next = _settings.InitialOffset - 1;

    /// <summary>Writes the next chunk as a result.</summary>
    /// <param name="writer">Where the object goes.</param>
    /// <param name="most">How many results at most; null for the query's own chunk size.</param>
    public void WriteChunk(Utf8JsonWriter writer, long? most = null)
    {
        var first = _next + 1;
        var size = most ?? _settings.ChunkSize;
        writer.WriteStartObject();
        writer.WriteNumber("position"u8, first);
        writer.WriteNumber("current_position"u8, first);
        writer.WriteStartArray("results"u8);
        var written = 0L;
        for (; _next < _walk.Count && written < size; _next++)
        {
            if (_walk.At(_order is null ? _next : _order[_next]) is not { } node) continue;
            WriteResult(writer, node);
            written++;
        }

        writer.WriteEndArray();
        writer.WriteNumber("number_of_results"u8, written);
        if (_settings.IncludesTotal) writer.WriteNumber("total_number_of_results"u8, _walk.Count);
        writer.WriteNumber("number_of_elements_per_result"u8, Math.Max(1, _settings.Selection.Count));
        writer.WriteNumber("chunk_size"u8, _settings.ChunkSize);
        writer.WriteString("result_as"u8, _settings.ResultAs);
        writer.WriteEndObject();
    }

    private void WriteResult(Utf8JsonWriter writer, in XPathNode node)
    {
        if (_settings.Selection.Count == 0)
        {
            WriteNode(writer, node);
            return;
        }

        if (_settings.Selection.Count > 1) writer.WriteStartArray();
        foreach (var expression in _settings.Selection)
        {
            var value = _evaluator.Evaluate(expression, node, null);
            if (value.Type == XPathType.NodeSet && value.Nodes.Count > 0) WriteNode(writer, value.Nodes[0]);
            else if (_settings.ResultAs == "keypath-value") WriteKeypathValue(writer, null, Expressions.Text(_names, value));
            else writer.WriteStringValue(Expressions.Text(_names, value));
        }

        if (_settings.Selection.Count > 1) writer.WriteEndArray();
    }

    private void WriteNode(Utf8JsonWriter writer, in XPathNode node)
    {
        var text = Expressions.Text(_names, node);
        if (_settings.ResultAs == "keypath-value") WriteKeypathValue(writer, Expressions.Keypath(_names, node), text);
        else writer.WriteStringValue(text);
    }

    private static void WriteKeypathValue(Utf8JsonWriter writer, string? keypath, string value)
    {
        writer.WriteStartObject();
        if (keypath is not null) writer.WriteString("keypath"u8, keypath);
        writer.WriteString("value"u8, value);
        writer.WriteEndObject();
    }

    // A temporary index: the sort keys' texts, numbers by their value, as long as the query lives.
    private long[] Sorted()
    {
        var order = new List<(SortKey[] Keys, long Number)>();
        for (var i = 0L; i < _walk.Count; i++)
        {
            if (_walk.At(i) is not { } node) continue;
            order.Add(([.. _settings.Sort.Select(e => SortKey.Of(Expressions.Text(_names, _evaluator.Evaluate(e, node, null))))], i));
        }

        order.Sort((a, b) =>
        {
            for (var i = 0; i < a.Keys.Length; i++)
            {
                if (a.Keys[i].CompareTo(b.Keys[i]) is not 0 and var c) return _settings.IsDescending ? -c : c;
            }

            return a.Number.CompareTo(b.Number);
        });
        var numbers = new long[_walk.Count];
        for (var i = 0; i < order.Count; i++) numbers[i] = order[i].Number;
        return order.Count == numbers.Length ? numbers : numbers[..order.Count];
    }

    private readonly record struct SortKey(double? Number, string Text)
    {
        public static SortKey Of(string text)
        {
            var number = XPathNumbers.Parse(text);
            return new SortKey(double.IsNaN(number) ? null : number, text);
        }

        public int CompareTo(SortKey other) => Number is { } mine && other.Number is { } others ? mine.CompareTo(others) : string.CompareOrdinal(Text, other.Text);
    }
}

/// <summary>The queries of a session by their handles, each with its transaction.</summary>
internal sealed class QueryTable
{
    private readonly Dictionary<long, Query> _byHandle = [];
    private long _last;

    public Query? Find(long handle)
    {
        lock (_byHandle) return _byHandle.GetValueOrDefault(handle);
    }

    public bool Remove(long handle)
    {
        lock (_byHandle) return _byHandle.Remove(handle);
    }

    public long Add(Query query, Func<long> next)
    {
        lock (_byHandle)
        {
            _last = next();
            _byHandle[_last] = query;
            return _last;
        }
    }
}
