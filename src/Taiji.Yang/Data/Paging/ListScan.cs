using Taiji.Yang.Schema;

namespace Taiji.Yang.Data.Paging;

/// <summary>Where a <see cref="ListScan"/> stands.</summary>
internal enum ScanEvent : byte
{
    /// <summary>At the end of the list it was begun with.</summary>
    End,

    /// <summary>On a key leaf, a leaf, a leaf-list entry, an anydata or anyxml: <see cref="ListScan.Value"/>.</summary>
    Value,

    /// <summary>At the start of a list entry or container.</summary>
    Start,

    /// <summary>At the end of a list entry or container.</summary>
    Stop,

    /// <summary>Before the first entry of a list or leaf-list in an entry.</summary>
    ListStart,

    /// <summary>After the last entry of such a list.</summary>
    ListStop,

    /// <summary>Past an entry whose nodes must be asked about one by one: <see cref="ListScan.Aside"/>.</summary>
    Aside,
}

/// <summary>
/// Goes through all entries of a list or leaf-list, and all that is in them, in document order: what is there is told as events, not handed out as nodes, so that nothing is
/// allocated and no record is read twice.
/// </summary>
internal sealed partial class ListScan
{
    private Level[] _levels = new Level[4];
    private int _depth;
    private int _start;
    private int _length;
    private byte[] _data = [];
    private byte[] _scratch = [];

    public ListScan(Slot slot, ListView entries, ListAccess access)
    {
        if (!access.IsWhole) _access = access;
        _marks = MarksIn(entries);
        _levels[0] = new Level(slot, entries, OmittedIn(slot));
    }

    /// <summary>The schema node of what it stands on.</summary>
    public SchemaNode Node { get; private set; } = null!;

    /// <summary>Whether it stands on, or at an end of, one of the entries it was begun with.</summary>
    public bool IsOutermost { get; private set; }

    /// <summary>The stored value or content of what it stands on.</summary>
    public ReadOnlySpan<byte> Value => _data.AsSpan(_start, _length);

    /// <summary>Goes on.</summary>
    public ScanEvent MoveNext()
    {
        ref var level = ref _levels[_depth];
        if (level.InEntry) return MoveInEntry(ref level);
        IsOutermost = _depth == 0;
        Node = level.Slot.Node;
        if (_isAside || !NextEntry(ref level))
        {
            if (_isAside) return StandAside();
            if (_depth == 0) return ScanEvent.End;
            _depth--;
            return ScanEvent.ListStop;
        }

        if (level.InEntry) return ScanEvent.Start;
        Stand(level.Data, level.KeyStart, level.Record - level.KeyStart);
        return ScanEvent.Value;
    }

    private ScanEvent MoveInEntry(ref Level level)
    {
        var steps = level.Steps!;
        while (level.Next < steps.Length)
        {
            var step = steps[level.Next++];
            if (level.Omits(level.Next - 1))
            {
                level.Pass(step);
                continue;
            }

            switch (step.Kind)
            {
                case ScanStepKind.Key:
                    Node = step.Node;
                    IsOutermost = false;
                    StandOnKey(level, step);
                    return ScanEvent.Value;
                case ScanStepKind.ContainerEnd:
                    Node = step.Node;
                    return ScanEvent.Stop;
                case ScanStepKind.Container:
                    if (!level.HasAny(step, level.Next))
                    {
                        level.PassTo(step.Next);
                        continue;
                    }

                    Node = step.Node;
                    IsOutermost = false;
                    return ScanEvent.Start;
                default:
                    if (!level.IsPresent(step.Slot)) continue;
                    Node = step.Node;
                    IsOutermost = false;
                    return Enter(level.Take(step.Size), ref level, step);
            }
        }

        level.InEntry = false;
        Node = level.Slot.Node;
        IsOutermost = _depth == 0;
        return ScanEvent.Stop;
    }

    private ScanEvent Enter(in Field field, ref Level level, ScanStep step)
    {
        if (step.Kind == ScanStepKind.Value)
        {
            if (field.Reference is byte[] value) Stand(value, 0, value.Length);
            else Stand(level.Data, field.Start, field.Length);
            return ScanEvent.Value;
        }

        var slot = step.At.Slot!;
        var below = new Level(slot, new ListView(slot.Format!, level.Data, field), OmittedIn(slot));
        if (++_depth == _levels.Length) Array.Resize(ref _levels, _depth * 2);
        _levels[_depth] = below;
        return ScanEvent.ListStart;
    }

    private void StandOnKey(in Level level, ScanStep step)
    {
        var list = (ListNode)level.Slot.Node;
        if (level.HasOneKey)
        {
            Stand(level.Data, level.KeyStart, level.Record - level.KeyStart);
            return;
        }

        ReadOnlySpan<byte> rest = level.Data.AsSpan(level.KeyStart, level.Record - level.KeyStart);
        var value = rest;
        if (_scratch.Length < rest.Length) _scratch = new byte[rest.Length * 2];
        for (var i = 0; i <= step.At.KeyIndex; i++) value = KeyCodec.Take(list, i, ref rest, _scratch);
        if (value.Overlaps(level.Data, out var offset))
        {
            Stand(level.Data, -offset, value.Length);
            return;
        }

        // Unescaped, or empty.
        Stand(_scratch, 0, value.Length);
    }

    private void Stand(byte[] data, int start, int length)
    {
        if (!ReferenceEquals(_data, data)) _data = data;
        _start = start;
        _length = length;
    }

    /// <summary>A list and the entry of it that is being walked.</summary>
    private struct Level
    {
        private readonly ListView _entries;
        private readonly int _keySize;
        private readonly int _skip;
        private readonly bool[]? _omitted;
        private LeafView _leaf;
        private long _position;
        private int _index;
        private int _field;
        private int _reference;
        private object[]? _refs;

        public Level(Slot slot, ListView entries, bool[]? omitted)
        {
            Slot = slot;
            _omitted = omitted;
            Steps = slot.Format!.Entry?.Steps;
            HasOneKey = slot.Node is ListNode { Keys.Count: 1 };
            _entries = entries;
            _keySize = slot.Format.KeySize;
            _skip = slot.Format.IsOrdered && entries.Main is not null ? ListFormat.LabelSize : 0;
        }

        public Slot Slot { get; }

        public ScanStep[]? Steps { get; }

        public bool HasOneKey { get; }

        public bool InEntry { get; set; }

        public int Next { get; set; }

        public int KeyStart { get; private set; }

        public int Record { get; private set; }

        public readonly byte[] Data => _leaf.Data;

        /// <summary>The position of the entry that comes next.</summary>
        public readonly long Position => _position;

        /// <summary>Goes on with a later entry.</summary>
        public void SkipTo(long position)
        {
            var skipped = position - _position;
            _position = position;
            // Past the end of the page, another one is looked for.
            _index = (int)Math.Min(_index + skipped, int.MaxValue - 1);
        }

        public bool NextEntry()
        {
            if (_position >= _entries.Count) return false;
            if (_leaf.Data is null || ++_index >= _leaf.Count) _leaf = _entries.Leaf(_position, out _index);
            _position++;
            var start = _leaf.Offset(_index) + _skip;
            var key = EntryView.KeyAt(_leaf.Data, start, _keySize, out var body);
            KeyStart = body - key.Length;
            Record = body;
            Next = 0;
            if (Steps is null) return true;
            InEntry = true;
            _field = body + Slot.Format!.Entry!.BitmapSize;
            _reference = 0;
            if (_leaf.Refs is not null || _refs is not null) _refs = _leaf.Refs?[_index];
            return true;
        }

        public readonly bool IsPresent(int slot) => (_leaf.Data[Record + (slot >> 3)] & (1 << (slot & 7))) != 0;

        /// <summary>Whether a presence container is there, or anything in another that isn't left out.</summary>
        /// <param name="container">It.</param>
        /// <param name="first">The step after it.</param>
        public readonly bool HasAny(ScanStep container, int first)
        {
            var at = container.At;
            if (at.Slot is not null) return IsPresent(container.Slot);
            if (_omitted is null) return RecordCursor.AnyPresent(at.Unit, new RecordView(_leaf.Data, Record, 0, null), at.First, at.End);
            for (var i = first; i < container.Next; i++)
            {
                if (!_omitted[i] && Steps![i] is { At.Slot: not null, Kind: not ScanStepKind.ContainerEnd } step && IsPresent(step.Slot)) return true;
            }

            return false;
        }

        /// <summary>Whether what a step looks for is left out.</summary>
        public readonly bool Omits(int step) => _omitted is not null && _omitted[step];

        /// <summary>Goes past the field of a step.</summary>
        public void Pass(ScanStep step)
        {
            if (step.Kind is ScanStepKind.Value or ScanStepKind.List && IsPresent(step.Slot)) Take(step.Size);
        }

        /// <summary>Goes on with a later step, past the fields in between.</summary>
        public void PassTo(int step)
        {
            for (; _omitted is not null && Next < step; Next++) Pass(Steps![Next]);
            Next = step;
        }

        /// <summary>The next field.</summary>
        public Field Take(int size)
        {
            if (size < 0) size = VarInt.Read(_leaf.Data, ref _field) - 1;
            if (size < 0) return new Field(-1, 0, _refs![_reference++]);
            _field += size;
            return new Field(_field - size, size, null);
        }
    }
}
