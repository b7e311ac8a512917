using Taiji.Yang.Data.Paging;

namespace Taiji.Yang.Data.Indexing;

/// <summary>A persistent sorted set of byte strings, in the pages that lists are kept in: a change copies the pages on the way, a version is one reference.</summary>
internal readonly struct KeySet
{
    private static readonly ListFormat Format = new(KeySize: -1, HasKey: true, IsOrdered: false, Entry: null);
    private readonly Page? _root;

    private KeySet(Page? root) => _root = root;

    /// <summary>How many keys.</summary>
    public long Count => _root?.Total ?? 0;

    /// <summary>A set of keys that come in ascending order.</summary>
    /// <param name="appender">The keys, each added with its length before it.</param>
    public static KeySet Of(PageAppender appender) => new(appender.Finish());

    /// <summary>The keys that begin with a prefix, in byte order.</summary>
    /// <param name="prefix">The prefix.</param>
    public Cursor WithPrefix(byte[] prefix) => new(this, prefix);

    /// <summary>Walks the keys with a prefix.</summary>
    public struct Cursor
    {
        private readonly byte[] _prefix;
        private ListCursor _entries;

        internal Cursor(KeySet set, byte[] prefix)
        {
            _prefix = prefix;
            if (set._root is null) _entries = new ListCursor(ListView.Empty(Format), 0);
            else _entries = new ListCursor(new ListView(Format, [], new Field(0, 0, set._root)), PageTree.Rank(set._root, prefix, Format.KeySize));
        }

        /// <summary>The key.</summary>
        public readonly ReadOnlySpan<byte> Current => _entries.Current.Key(Format.KeySize);

        /// <summary>Goes on to the next.</summary>
        public bool MoveNext() => _entries.MoveNext() && Current.StartsWith(_prefix);
    }

    /// <summary>Changes a copy.</summary>
    internal sealed class Editor(KeySet set)
    {
        private readonly object _owner = new();
        private readonly RecordWriter _entry = new();
        private Page? _root = set._root;

        /// <summary>The set as it is now; ends the editing.</summary>
        public KeySet Seal() => new(_root);

        /// <summary>Adds a key if it isn't there.</summary>
        public void Add(ReadOnlySpan<byte> key)
        {
            _entry.Begin();
            _entry.AddKey(key, Format.KeySize);
            var request = new PutRequest { Owner = _owner, KeySize = Format.KeySize, Key = key, Entry = _entry.Bytes, IfAbsent = true };
            _root = PageTree.Put(_root, ref request);
        }

        /// <summary>Removes a key if it is there.</summary>
        public void Remove(ReadOnlySpan<byte> key)
        {
            if (_root is not null) _root = PageTree.Remove(_root, key, Format.KeySize, _owner);
        }
    }
}
