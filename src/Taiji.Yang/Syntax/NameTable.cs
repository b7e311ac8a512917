using System.Text;

namespace Taiji.Yang.Syntax;

/// <summary>Gives equal short ASCII texts one string, without decoding them again. Not for use by several threads at once.</summary>
internal sealed class NameTable
{
    private const int LongestName = 64;

    private Entry[] _entries = new Entry[4096];
    private int _count;

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestName || !Ascii.IsValid(utf8)) return Encoding.UTF8.GetString(utf8);
        var hash = Hash(utf8);
        var mask = _entries.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref _entries[slot];
            if (entry.Text is null)
            {
                var text = Encoding.ASCII.GetString(utf8);
                entry = new Entry(hash, text);
                if (++_count * 3 > _entries.Length * 2) Grow();
                return text;
            }

            if (entry.Hash == hash && Ascii.Equals(utf8, entry.Text)) return entry.Text;
        }
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var b in utf8) hash = (hash ^ b) * 16777619u;
        return hash;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        var mask = _entries.Length - 1;
        foreach (var entry in old)
        {
            if (entry.Text is null) continue;
            var slot = (int)entry.Hash & mask;
            while (_entries[slot].Text is not null) slot = (slot + 1) & mask;
            _entries[slot] = entry;
        }
    }

    private readonly record struct Entry(uint Hash, string? Text);
}
