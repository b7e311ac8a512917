using System.Text;
using Taiji.Datastores.AccessControl;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.TransactionMethods;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Server.JsonRpcApi.DataMethods;

/// <summary>How many entries a list has.</summary>
internal sealed class CountListKeys() : TransactionMethod("count_list_keys", Parameter.Text("path"))
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var path = call.Path();
        if (!path.IsWholeList) throw JsonRpcException.InvalidParameter("path", "it names no list");
        var tree = await call.TreeAsync(transaction, path).ConfigureAwait(false);
        var view = call.Server.View(call.Session);
        call.Answer("count", tree.TryFindInUse(path.Parent, view?.IsReadable, out var parent) ? view.Count(path.Node, parent.Entries(path.Node)) : 0);
    }
}

/// <summary>A list's keys, or a leaf-list's values, as many at a time as asked for.</summary>
internal sealed class GetListKeys() : TransactionMethod(
    "get_list_keys", Parameter.Text("path").Optional(), Parameter.Integer("chunk_size", 1).Optional(), Parameter.Array("start_with", ParameterTypes.String).Optional(),
    Parameter.Integer("lh").Optional(), Parameter.Boolean("empty_list_key_as_null"))
{
    /// <inheritdoc/>
    protected override async ValueTask InvokeAsync(MethodCall call, WebTransaction transaction)
    {
        var arguments = call.Arguments;
        var handles = transaction.Attachment<ListHandles>();
        var handle = arguments.Integer("lh", -1);
        ListCursor cursor;
        if (handle != -1)
        {
            cursor = handles.Find(handle) ?? throw JsonRpcException.InvalidParameter("lh", $"there is no list handle {handle}");
        }
        else
        {
            if (!arguments.Has("path")) throw new JsonRpcException(JsonRpcError.About(ErrorKind.MissingParams, "path"));
            var path = call.Path();
            if (!path.IsWholeList) throw JsonRpcException.InvalidParameter("path", "it names no list");
            var tree = await call.TreeAsync(transaction, path).ConfigureAwait(false);
            cursor = new ListCursor(call.Server.Names, tree, path, arguments.Texts("start_with") ?? []);
        }

        var view = call.Server.View(call.Session);
        var writer = call.Result;
        writer.WriteStartObject();
        writer.WriteStartArray("keys"u8);
        var hasMore = cursor.Write(writer, view, arguments.Integer("chunk_size", long.MaxValue), arguments.Flag("empty_list_key_as_null"));
        writer.WriteEndArray();
        writer.WriteNumber("total_count"u8, cursor.Total(view));
        if (!hasMore && handle != -1) handles.Remove(handle);
        if (hasMore && handle == -1) handle = handles.Add(cursor, call.Server.Options.MaxHandles);
        writer.WriteNumber("lh"u8, hasMore ? handle : -1);
        writer.WriteEndObject();
    }
}

/// <summary>The list handles of a transaction.</summary>
internal sealed class ListHandles
{
    private readonly Dictionary<long, ListCursor> _byHandle = [];
    private long _last;

    public ListCursor? Find(long handle) => _byHandle.GetValueOrDefault(handle);

    public void Remove(long handle) => _byHandle.Remove(handle);

    public long Add(ListCursor cursor, int most)
    {
        if (_byHandle.Count >= most) throw new JsonRpcException(WebSessions.Limits.Overload("list handles", most));
        _byHandle[++_last] = cursor;
        return _last;
    }
}

/// <summary>Walks a list's keys: a position in a snapshot. Where the keys' order decides what begins as asked for, it looks up instead of looking through.</summary>
internal sealed class ListCursor
{
    private readonly SchemaNames _names;
    private readonly SchemaNode _list;
    private readonly IReadOnlyList<TypedNode> _keys;
    private readonly DataNode _parent;
    private readonly DataEntries? _entries;
    private readonly IReadOnlyList<string> _beginnings;
    private readonly bool _isFiltered;
    private readonly long _first;
    private readonly long _end;
    private long _next;
    private long? _total;

    public ListCursor(SchemaNames names, DataTree tree, DataPath path, IReadOnlyList<string> beginnings)
    {
        _names = names;
        _list = path.Node;
        // A leaf-list's entry is named by its value.
        _keys = _list is ListNode list ? list.Keys : [(LeafListNode)_list];
        _beginnings = beginnings.Count > _keys.Count ? throw JsonRpcException.InvalidParameter("start_with", $"the list has {_keys.Count} keys") : beginnings;
        if (!tree.TryFindInUse(path.Parent, null, out var parent)) return;
        _parent = parent;
        var entries = parent.Entries(_list);
        _entries = entries;
        _end = entries.Count;
        var isOrdered = _list is ListNode { IsUserOrdered: false, IsConfig: true } or LeafListNode { IsUserOrdered: false, IsConfig: true } && _keys is [{ Type: StringType }, ..];
        if (isOrdered && beginnings is [{ Length: > 0 } first, ..])
        {
            var bytes = Encoding.UTF8.GetBytes(first);
            (_next, _end) = (LowerBound(entries, bytes, isAfter: false), LowerBound(entries, bytes, isAfter: true));
            _isFiltered = beginnings.Skip(1).Any(b => b.Length > 0);
        }
        else
        {
            _isFiltered = beginnings.Any(b => b.Length > 0);
        }

        _first = _next;
    }

    /// <summary>How many entries there are, of those that begin as asked for and may be read; counted when first asked for.</summary>
    /// <param name="view">What may be read; null for everything.</param>
    public long Total(ReadView? view) => _total ??= !CanRead(view) ? 0 : _isFiltered || !IsWhole(view) ? CountMatches(view) : _end - _first;

    /// <summary>Writes the next keys.</summary>
    /// <param name="writer">In an array.</param>
    /// <param name="view">What may be read; null for everything.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="emptyAsNull">Whether a key of the type empty is <c>[null]</c>.</param>
    /// <returns>Whether there are more.</returns>
    public bool Write(System.Text.Json.Utf8JsonWriter writer, ReadView? view, long most, bool emptyAsNull)
    {
        if (!CanRead(view)) return false;
        for (var written = 0L; MoveToMatch(view); _next++)
        {
            if (written++ == most) return true;
            writer.WriteStartArray();
            var texts = Texts(_entries!.Value.At(_next));
            for (var i = 0; i < texts.Length; i++)
            {
                if (emptyAsNull && _keys[i].Type.BuiltIn == BuiltInType.Empty)
                {
                    writer.WriteStartArray();
                    writer.WriteNullValue();
                    writer.WriteEndArray();
                }
                else
                {
                    writer.WriteStringValue(texts[i]);
                }
            }

            writer.WriteEndArray();
        }

        return false;
    }

    // Keys are kept in byte order, and a component that isn't the last one ends in a byte no prefix goes beyond.
    private static long LowerBound(DataEntries entries, ReadOnlySpan<byte> beginning, bool isAfter)
    {
        long low = 0, high = entries.Count;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var key = entries.At(middle).Key;
            var head = key.Length > beginning.Length ? key[..beginning.Length] : key;
            var order = head.SequenceCompareTo(beginning);
            if (order < 0 || (isAfter && order == 0)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private string[] Texts(in DataNode entry) => _names.KeyTexts(_list, entry.Key);

    private bool CanRead(ReadView? view) => _entries is not null && _parent.IsVisible(view?.IsReadable);

    private bool IsWhole(ReadView? view) => view.ShowsAll(_list);

    private bool MoveToMatch(ReadView? view)
    {
        var isAny = !_isFiltered && IsWhole(view);
        while (_next < _end && !isAny && !Matches(_entries!.Value.At(_next), view)) _next++;
        return _next < _end;
    }

    private long CountMatches(ReadView? view)
    {
        var count = 0L;
        for (var i = _first; i < _end; i++)
        {
            if (Matches(_entries!.Value.At(i), view)) count++;
        }

        return count;
    }

    private bool Matches(in DataNode entry, ReadView? view)
    {
        if (!view.SeesEntry(entry)) return false;
        if (!_isFiltered) return true;
        var texts = Texts(entry);
        for (var i = 0; i < _beginnings.Count; i++)
        {
            if (!texts[i].StartsWith(_beginnings[i], StringComparison.Ordinal)) return false;
        }

        return true;
    }
}
