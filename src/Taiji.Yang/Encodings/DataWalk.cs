using System.Runtime.CompilerServices;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Attributes;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>
/// Walks a tree for a writer and decides what is written: defaults, config or state, depth, access control. Has its own stack, so that it can stop after any node to let the
/// buffer be flushed. Generic over the emitter so that calls to it are direct.
/// </summary>
internal sealed partial class DataWalk<TEmitter>
    where TEmitter : struct, IDataEmitter
{
    // A walk is big, and most are short: one that is over serves the next one of its thread.
    private const int MostFramesKept = 64;

    [ThreadStatic]
    private static DataWalk<TEmitter>? _spare;

    private EncodingTable _table = null!;
    private WithDefaults _withDefaults;
    private ContentFilter _content;
    private Func<DataNode, bool>? _readable;
    private int _depth;
    private bool _hasLazyContainers;
    private bool _isDefault;
    private int _marked;
    private DefaultWhens? _whens;
    private OriginAnnotation? _origins;
    private VersionAnnotation? _versions;
    private Func<DataNode, bool>? _depthFrom;
    private WalkFrame[] _frames = new WalkFrame[8];
    private int _count;
    private int _deepest;
    private int _opened;
    private uint _sublistLimit;
    private TEmitter _emitter;
    private ListAnnotation? _annotation;
    private NodeAttributes? _attributes;

    private DataWalk()
    {
    }

    /// <summary>A walk over a node. When <see cref="Advance"/> said that there is no more it must not be used again.</summary>
    public static DataWalk<TEmitter> Over(DataNode node, DataWriteOptions? options, TEmitter emitter)
    {
        var walk = Begin(node.Tree, options, emitter);
        walk._frames[0].Begin(
            node, node.IsRoot && walk._depthFrom is null ? 1 : 0, !node.IsRoot, walk.ReportsDefaults && node.IsRoot,
            node.IsRoot && (walk._keepsWhole is not null || walk.WritesAllOf(node.Schema)), walk._keepsWhole);
        if (walk._attributes is { } attributes) walk._frames[0].Attributes = node.IsRoot ? attributes : attributes.At(node.Path.Steps[..^1]);
        walk._emitter.Begin();
        return walk;
    }

    /// <summary>As the other one, over the entries of one list or leaf-list.</summary>
    public static DataWalk<TEmitter> Over(DataNode parent, SchemaNode list, DataWriteOptions? options, TEmitter emitter)
    {
        var walk = Begin(parent.Tree, options, emitter);
        walk._emitter.Begin();
        var access = walk.AccessOf(list);
        var entries = parent.Entries(list);
        walk._frames[0].BeginEntries(parent, list, access is not null || walk._remainders.Any(r => r.List == list));
        walk._frames[0].Attributes = walk._attributes?.At(parent.Path.Steps);
        if (entries.Count > 0 && !walk.BeginParts(list, entries) && access is not null) walk.BeginScan(entries, list, access);
        return walk;
    }

    /// <summary>A walk over some entries of one list or leaf-list, in any order.</summary>
    public static DataWalk<TEmitter> Over(DataNode parent, IEnumerable<DataNode> entries, ListAnnotation annotation, DataWriteOptions? options, TEmitter emitter)
    {
        var walk = Begin(parent.Tree, options, emitter);
        walk._emitter.Begin();
        walk._annotation = annotation.IsEmpty ? null : annotation;
        walk._frames[0].BeginEntries(parent, entries);
        walk._frames[0].Attributes = walk._attributes?.At(parent.Path.Steps);
        return walk;
    }

    private static DataWalk<TEmitter> Begin(DataTree tree, DataWriteOptions? options, TEmitter emitter)
    {
        var walk = _spare ?? new DataWalk<TEmitter>();
        _spare = null;
        walk.Set(tree, options, emitter);
        return walk;
    }

    private void Set(DataTree tree, DataWriteOptions? options, TEmitter emitter)
    {
        _table = EncodingTable.Of(tree.Schema);
        _withDefaults = options?.WithDefaults ?? WithDefaults.Explicit;
        _content = options?.Content ?? ContentFilter.All;
        _readable = options?.Readable;
        _isDefault = options?.IsDefault ?? false;
        _depth = options?.Depth ?? 0;
        _depthFrom = _depth == 0 ? null : options?.DepthFrom;
        _origins = options?.Origins;
        _versions = options?.Versions;
        _sublistLimit = options?.SublistLimit ?? 0;
        _attributes = options is { WithAttributes: true } && !tree.Attributes.IsEmpty ? tree.Attributes : null;
        _annotation = null;
        (_remainders, _parts) = (options?.Remainders ?? [], null);
        _emitter = emitter;
        // Without a view every container that exists has something to show; with one it may come out empty and is opened when its first content comes.
        _hasLazyContainers = _withDefaults != WithDefaults.Explicit || _content != ContentFilter.All || _readable is not null;
        _isPlain = _withDefaults == WithDefaults.Explicit && _content != ContentFilter.NonConfig && _readable is null && IsOfPlainNodes;
        if (_readable is not null && options!.Lists is { } lists && _withDefaults == WithDefaults.Explicit && _content != ContentFilter.NonConfig && IsOfPlainNodes)
        {
            _lists = lists;
            _keepsWhole = list => AccessOf(list) is not null;
        }

        _whens = ReportsDefaults ? new DefaultWhens(tree, options?.Whole) : null;
        _count = _opened = _deepest = 1;
        _marked = 0;
    }

    /// <summary>Whether nothing is asked of, or said with, single nodes.</summary>
    private bool IsOfPlainNodes => _depth == 0 && _origins is null && _versions is null && _attributes is null && _sublistLimit == 0;

    /// <summary>Lets go of all that the walk was over.</summary>
    private void End()
    {
        _emitter.Sink.LetGo();
        if (_frames.Length > MostFramesKept) return;
        Array.Clear(_frames, 0, _deepest);
        (_readable, _whens, _origins, _versions, _depthFrom, _lists, _keepsWhole, _attributes) = (null, null, null, null, null, null, null, null);
        (_entryTexts, _runLayout, _runText, _list) = (null, null, null, null);
        (_remainders, _parts) = ([], null);
        _emitter = default;
        _spare = this;
    }

    private bool ReportsDefaults => _withDefaults is WithDefaults.ReportAll or WithDefaults.ReportAllTagged;

    /// <summary>Goes on until about <paramref name="budget"/> bytes are pending.</summary>
    /// <returns>Whether there is more.</returns>
    public bool Advance(long budget)
    {
        while (_count > 0)
        {
            if (_list is not null && AdvanceScan(_list, budget)) return true;
            if (_emitter.Sink.Pending >= budget) return true;
            if (_parts is { } parts && parts.Level == _count)
            {
                if (!AdvanceParts(parts)) return true;
                continue;
            }

            ref var frame = ref _frames[_count - 1];
            if (frame.MoveNext(out var child)) Visit(child);
            else if (frame.DefaultLeafList is { } leafList) VisitDefaults(ref frame, leafList);
            else Leave();
        }

        End();
        return false;
    }

    private void Visit(DataNode node)
    {
        var schema = node.Schema;
        if (node.IsWholeList)
        {
            if (!BeginParts(schema, node.WholeEntries)) BeginScan(node.WholeEntries, schema, AccessOf(schema)!);
            return;
        }

        if (!(IsInView(schema) || IsAskedFor) || (_readable is not null && !IsReadable(node, schema))) return;
        if (_sublistLimit > 0 && schema is ListNode or LeafListNode && !IsWithinLimit(node, schema)) return;
        // A default that is written though none are reported was asked for by name.
        if (node.IsDefault && _whens is { } whens && !whens.Hold(node.Parent, schema)) return;
        if (schema is ListNode && BeginParts(schema, node.Parent.Entries(schema)))
        {
            _frames[_count - 1].LeaveList();
            return;
        }

        var version = _versions?.Of(node);
        if (version is { IsPruned: true } pruned)
        {
            WritePruned(node, schema, pruned.Text);
            return;
        }

        switch (schema)
        {
            case TypedNode typed: VisitValue(node, typed); break;
            case AnyNode any:
                Prepare(any);
                Annotate(node);
                _emitter.Any(any, node.Value, IsTop);
                break;
            default: Enter(node, (InnerNode)schema, version); break;
        }
    }

    /// <summary>A node that whoever reads this has already: where it is, and nothing more.</summary>
    private void WritePruned(DataNode node, SchemaNode schema, string version)
    {
        Prepare(schema);
        _emitter.Annotate(_versions!.Attribute, version);
        _emitter.StartObject(schema, IsTop);
        if (schema is ListNode list) WriteKeys(node, list);
        _emitter.EndObject(schema);
    }

    private bool IsTop => _count == 1;

    /// <summary>Whether the walk is at the node, or at an entry of the list, that it is over: a view is of what is below that (RFC 8040 §4.8.1).</summary>
    private bool IsAskedFor => IsTop && _frames[0].IsSingle;

    private bool IsInView(SchemaNode schema) => _content switch
    {
        ContentFilter.All => true,
        ContentFilter.Config => schema.IsConfig,
        // Keys of configuration entries are written when the entry is opened.
        _ => !schema.IsConfig || (schema is InnerNode && _table[schema].HasState),
    };

    private bool IsReadable(DataNode node, SchemaNode schema)
    {
        if (schema is LeafNode { IsKey: true }) return true; // asked for with its entry
        if (!_readable!(node)) return false;
        if (schema is not ListNode list) return true;
        foreach (var key in list.Keys)
        {
            if (node.TryGetChild(key, out var leaf) && !_readable(leaf)) return false;
        }

        return true;
    }

    private void VisitValue(DataNode node, TypedNode schema)
    {
        if (_withDefaults == WithDefaults.Trim && IsTrimmed(node, schema)) return;
        Prepare(schema);
        Annotate(node);
        var isMarked = _withDefaults == WithDefaults.ReportAllTagged && (_isDefault || node.IsDefault);
        if (isMarked && _isDefault) _marked++;
        _emitter.Value(schema, node.Value, IsTop, isMarked);
    }

    private static bool IsTrimmed(DataNode node, TypedNode schema)
    {
        if (schema.Defaults.Count == 0 || schema is LeafNode { IsKey: true }) return false;
        if (schema is LeafNode) return node.Value.SequenceEqual(schema.Defaults[0]);
        var entries = node.Parent.Entries(schema);
        if (entries.Count != schema.Defaults.Count) return false;
        var i = 0;
        foreach (var entry in entries)
        {
            if (!entry.Value.SequenceEqual(schema.Defaults[i++])) return false;
        }

        return true;
    }

    private void VisitDefaults(ref WalkFrame frame, LeafListNode schema)
    {
        frame.DefaultLeafList = null;
        if (!IsInView(schema) || !_whens!.Hold(frame.Node, schema) || !AreDefaultsReadable(frame.Node, schema)) return;
        Prepare(schema);
        var isMarked = _withDefaults == WithDefaults.ReportAllTagged;
        foreach (var value in schema.Defaults)
        {
            AnnotateDefault(schema);
            _emitter.Value(schema, value, IsTop, isMarked);
        }

        _emitter.EndArray(schema, IsTop, isMarked ? schema.Defaults.Count : 0);
        _frames[_count - 1].OpenArray = null;
    }

    // Asked about as the entries that they would be.
    private bool AreDefaultsReadable(DataNode parent, LeafListNode schema)
    {
        if (_readable is null) return true;
        var path = parent.Path;
        var editor = parent.Tree.Edit();
        foreach (var value in schema.Defaults) editor.Create(path.Append(schema, value));
        if (!editor.Seal().TryFind(path, out var filled)) return false;
        foreach (var entry in filled.Entries(schema))
        {
            if (!_readable(entry)) return false;
        }

        return true;
    }

    private void Enter(DataNode node, InnerNode schema, NodeVersion? version)
    {
        var level = LevelOf(node);
        var isTop = IsTop;
        var isLazy = !IsAskedFor && IsLazy(schema) && level != _depth;
        if (!isLazy)
        {
            Prepare(schema);
            Annotate(node);
            Annotate(version);
            _emitter.StartObject(schema, isTop);
        }

        if (level == _depth)
        {
            // Keys are shown where an entry is: without them it would be no entry at all.
            if (schema is ListNode list) WriteKeys(node, list);
            _emitter.EndObject(schema);
            return;
        }

        if (!isLazy && WritesKeysFirst(schema)) WriteKeys(node, (ListNode)schema);
        if (_count == _frames.Length) Array.Resize(ref _frames, _count * 2);
        var around = _frames[_count - 1].Origin;
        var attributes = AttributesOf(node);
        _frames[_count++].Begin(node, level, false, ReportsDefaults, _keepsWhole is not null || WritesAllOf(schema), _keepsWhole);
        _deepest = Math.Max(_deepest, _count);
        _frames[_count - 1].Origin = _origins?.Find(node) ?? around;
        _frames[_count - 1].Annotation = _annotation;
        _frames[_count - 1].Attributes = attributes;
        _frames[_count - 1].Version = version;
        _annotation = null;
        if (!isLazy) _opened = _count;
    }

    /// <summary>The level of a child of the innermost frame; 0 where levels aren't counted yet.</summary>
    private int LevelOf(DataNode node)
    {
        if (_depthFrom is null) return _frames[_count - 1].Level + 1;
        if (_depthFrom(node)) return 1;
        return _frames[_count - 1].Level is > 0 and var level ? level + 1 : 0;
    }

    private void Annotate(DataNode node)
    {
        if (_annotation is { } annotation) _emitter.Annotate(annotation);
        _annotation = null;
        if (_origins?.Find(node) is { } origin && origin != _frames[_count - 1].Origin) _emitter.Annotate(origin);
        if (AttributesOf(node) is { Own.IsEmpty: false } attributes) _emitter.Annotate(attributes.Own);
    }

    /// <summary>Those of a child of the innermost frame; null when none are written.</summary>
    private NodeAttributes? AttributesOf(DataNode node)
    {
        if (_frames[_count - 1].Attributes is not { IsEmpty: false } around) return null;
        ReadOnlyMemory<byte>? key = null;
        if (node.Schema is ListNode or LeafListNode) key = node.Key.ToArray();
        return around.Below.GetValueOrDefault(new DataPathStep(node.Schema, key));
    }

    private void Annotate(NodeVersion? version)
    {
        if (version is { } known) _emitter.Annotate(_versions!.Attribute, known.Text);
    }

    private void AnnotateDefault(LeafListNode schema)
    {
        if (_origins is { } origins && schema.IsConfig && origins.Default != _frames[_count - 1].Origin) _emitter.Annotate(origins.Default);
    }

    private bool IsLazy(InnerNode schema) =>
        _hasLazyContainers && (schema is ContainerNode { IsPresence: false } || (_content == ContentFilter.NonConfig && schema.IsConfig));

    private bool WritesKeysFirst(InnerNode schema) => _content == ContentFilter.NonConfig && schema is ListNode { IsConfig: true };

    /// <summary>Opens what isn't open yet, outermost first, and the array that the child needs.</summary>
    private void Prepare(SchemaNode child)
    {
        while (_opened < _count)
        {
            var node = _frames[_opened].Node;
            var schema = (InnerNode)node.Schema;
            PrepareArray(ref _frames[_opened - 1], schema, _opened == 1);
            if (_frames[_opened].Origin is { } origin && origin != _frames[_opened - 1].Origin) _emitter.Annotate(origin);
            if (_frames[_opened].Annotation is { } annotation) _emitter.Annotate(annotation);
            if (_frames[_opened].Attributes is { Own.IsEmpty: false } attributes) _emitter.Annotate(attributes.Own);
            Annotate(_frames[_opened].Version);
            _emitter.StartObject(schema, _opened == 1);
            _opened++;
            if (!WritesKeysFirst(schema)) continue;
            WriteKeys(node, (ListNode)schema);
        }

        PrepareArray(ref _frames[_count - 1], child, IsTop);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PrepareArray(ref WalkFrame frame, SchemaNode child, bool isTop)
    {
        if (ReferenceEquals(frame.OpenArray, child)) return;
        SwitchArray(ref frame, child, isTop);
    }

    private void SwitchArray(ref WalkFrame frame, SchemaNode child, bool isTop)
    {
        if (frame.OpenArray is not null) _emitter.EndArray(frame.OpenArray, isTop, 0);
        frame.OpenArray = null;
        if (child is not (ListNode or LeafListNode)) return;
        _emitter.StartArray(child, isTop);
        frame.OpenArray = child;
    }

    private void WriteKeys(DataNode entry, ListNode list)
    {
        foreach (var key in list.Keys)
        {
            if (entry.TryGetChild(key, out var leaf)) _emitter.Value(key, leaf.Value, false, false);
        }
    }

    private void Leave()
    {
        ref var frame = ref _frames[_count - 1];
        var isOpen = _opened == _count;
        if (isOpen && frame.OpenArray is not null) _emitter.EndArray(frame.OpenArray, IsTop, _marked);
        frame.OpenArray = null;
        var node = frame.Node;
        if (frame.GoesOnWith is not null) (_list, frame.GoesOnWith) = (frame.GoesOnWith, null);
        _count--;
        if (!isOpen) return;
        _opened = _count;
        if (_count > 0) _emitter.EndObject(node.Schema);
        else _emitter.End();
    }
}
