using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <content>Entries as most are, without a token for each part: see <see cref="JsonEntryScan"/>.</content>
internal sealed partial class JsonTreeReader
{
    /// <summary>After how many entries that were otherwise it is tried again, at most.</summary>
    private const int LongestPause = 64;

    private readonly JsonEntryScan _scan = new();

    /// <summary>Reads entries that follow the one just read.</summary>
    /// <returns>How many.</returns>
    private int ReadPlainEntries(ref JsonTokens reader, JsonChildren children, ref EntryPause pause)
    {
        if (!_intake.Options.LooksAhead) return 0;
        if (pause.Left > 0)
        {
            pause.Left--;
            return 0;
        }

        var count = 0;
        var end = 0;
        var text = reader.Ahead;
        while (_scan.TryRead(text[end..], children, out var length))
        {
            TakeEntry(ref reader, text[end..], end, children);
            end += length;
            if (_intake.Errors.HasNew) _intake.Errors.Locate(reader.Place(end - 1).ToLocation());
            count++;
        }

        // Where the window ends there was something, but not before a list of other entries does.
        pause.Length = count > 0 ? 0 : Math.Min(LongestPause, pause.Length * 2 + 1);
        pause.Left = pause.Length;
        if (count > 0) reader.Pass(end);
        return count;
    }

    private void TakeEntry(ref JsonTokens reader, ReadOnlySpan<byte> text, int passed, JsonChildren children)
    {
        var state = default(MemberState);
        _intake.Open((ListNode)children.Node);
        foreach (var value in _scan.Values)
        {
            var leaf = (LeafNode)children[value.Child];
            if (_intake.Admits(leaf))
            {
                _intake.Choose(leaf, ref state.Chosen);
                if (!_intake.TryAdd(leaf, text.Slice(value.Start, value.Length), ValueForm.Json, value.Kind, null) && leaf.IsKey) state.HasBadKey = true;
            }

            if (_intake.Errors.HasNew) _intake.Errors.Locate(reader.Place(passed + value.Token).ToLocation());
        }

        _intake.Close(state.HasBadKey);
    }

    /// <summary>For how many entries of an array not to look ahead, since it was in vain.</summary>
    private struct EntryPause
    {
        public int Left;
        public int Length;
    }
}
