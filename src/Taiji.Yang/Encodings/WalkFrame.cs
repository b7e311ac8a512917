using System.Diagnostics.CodeAnalysis;
using Taiji.Yang.Data;
using Taiji.Yang.Data.Attributes;
using Taiji.Yang.Schema;
using Taiji.Yang.XPath.Evaluation;

namespace Taiji.Yang.Encodings;

/// <summary>One level of a <see cref="DataWalk{TEmitter}"/>: a node and how far its children are done.</summary>
internal struct WalkFrame
{
    private DataChildren.Enumerator _children;
    private DataEntries.Enumerator _entries;
    private InnerNode? _schema;
    private int _next;
    private bool _inEntries;
    private bool _withDefaults;
    private IEnumerator<DataNode>? _given;

    /// <summary>The node whose children are walked; with <see cref="IsSingle"/> the one child itself.</summary>
    public DataNode Node { get; private set; }

    /// <summary>Its depth level: the node written is 1.</summary>
    public int Level { get; private set; }

    /// <summary>Whether the frame stands for the document around one node, or around the entries of one list.</summary>
    public bool IsSingle { get; private set; }

    /// <summary>The origin in force in it; null when none is written.</summary>
    public Identity? Origin { get; set; }

    /// <summary>The list or leaf-list whose array is open.</summary>
    public SchemaNode? OpenArray { get; set; }

    /// <summary>The list that goes on after this entry of it; null for none.</summary>
    public ListWriting? GoesOnWith { get; set; }

    /// <summary>Set when <see cref="MoveNext"/> came to a leaf-list without entries whose defaults are in use; the walk clears it and goes on.</summary>
    public LeafListNode? DefaultLeafList { get; set; }

    /// <summary>What is said of its node when that is opened; null for nothing.</summary>
    public ListAnnotation? Annotation { get; set; }

    /// <summary>The attributes of its node and of what is below that; with <see cref="IsSingle"/> of what is around it. Null when none are written.</summary>
    public NodeAttributes? Attributes { get; set; }

    /// <summary>The version of its node, until that is opened; null for none.</summary>
    public NodeVersion? Version { get; set; }

    /// <summary>The list or leaf-list among whose entries the walk is, where they are counted.</summary>
    public SchemaNode? Counted { get; set; }

    /// <summary>How many of them there were.</summary>
    public uint Count { get; set; }

    /// <summary>Starts over with a node; its lists come as one node each if they are to be kept whole.</summary>
    public void Begin(DataNode node, int level, bool isSingle, bool withDefaults, bool keepsListsWhole, Func<SchemaNode, bool>? keepsWhole = null)
    {
        Node = node;
        Level = level;
        IsSingle = isSingle;
        Origin = null;
        OpenArray = null;
        GoesOnWith = null;
        DefaultLeafList = null;
        Annotation = null;
        Attributes = null;
        Version = null;
        Counted = null;
        _given = null;
        _next = 0;
        _inEntries = false;
        _withDefaults = withDefaults;
        _schema = null;
        if (isSingle) return;
        if (withDefaults) _schema = (InnerNode)node.Schema;
        else if (keepsListsWhole) _children = node.Children.GetEnumeratorOfWholeLists(keepsWhole);
        else _children = node.Children.GetEnumerator();
    }

    /// <summary>Starts over with the entries of one list or leaf-list, as the document's only content; with none of them when somebody else walks them.</summary>
    public void BeginEntries(DataNode parent, SchemaNode list, bool isWalkedElsewhere)
    {
        Begin(parent, 0, true, false, false);
        _next = 1;
        if (isWalkedElsewhere) return;
        _entries = parent.Entries(list).GetEnumerator();
        _inEntries = true;
    }

    /// <summary>Starts over with entries that somebody chose, as the document's only content.</summary>
    public void BeginEntries(DataNode parent, IEnumerable<DataNode> given)
    {
        Begin(parent, 0, true, false, false);
        _next = 1;
        _given = given.GetEnumerator();
    }

    /// <summary>Passes over the rest of the list or leaf-list that it is in.</summary>
    public void LeaveList()
    {
        if (_withDefaults || IsSingle) _inEntries = false;
        else _children.LeaveList();
    }

    /// <summary>The next child; false at the end, and when <see cref="DefaultLeafList"/> is set.</summary>
    public bool MoveNext([MaybeNullWhen(false)] out DataNode child)
    {
        if (_withDefaults) return MoveNextWithDefaults(out child);
        if (_given is not null)
        {
            var isThere = _given.MoveNext();
            child = isThere ? _given.Current : default;
            return isThere;
        }

        if (IsSingle && !_inEntries)
        {
            child = Node;
            return _next++ == 0;
        }

        if (IsSingle)
        {
            var hasEntry = _entries.MoveNext();
            child = hasEntry ? _entries.Current : default;
            return hasEntry;
        }

        if (_children.MoveNext())
        {
            child = _children.Current;
            return true;
        }

        child = default;
        return false;
    }

    private bool MoveNextWithDefaults([MaybeNullWhen(false)] out DataNode child)
    {
        if (_inEntries)
        {
            if (_entries.MoveNext())
            {
                child = _entries.Current;
                return true;
            }

            _inEntries = false;
        }

        while (_next < _schema!.DataChildren.Count)
        {
            var schema = _schema.DataChildren[_next++];
            if (schema is ListNode or LeafListNode)
            {
                if (MoveIntoEntries(schema, out child)) return true;
                if (DefaultLeafList is not null) return false;
            }
            else if (Node.TryGetChildOrDefault(schema, out child))
            {
                return true;
            }
        }

        child = default;
        return false;
    }

    private bool MoveIntoEntries(SchemaNode schema, [MaybeNullWhen(false)] out DataNode child)
    {
        var entries = Node.Entries(schema).GetEnumerator();
        if (entries.MoveNext())
        {
            child = entries.Current;
            _entries = entries;
            _inEntries = true;
            return true;
        }

        child = default;
        if (schema is LeafListNode { Defaults.Count: > 0, MinElements: 0 } leafList && DefaultsInUse.IsCaseInUse(Node, leafList)) DefaultLeafList = leafList;
        return false;
    }
}
