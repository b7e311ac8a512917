using System.Text;
using System.Xml;

namespace Taiji.Yang.Encodings;

/// <summary>Collects the character data of an element as UTF-8, without a string for each.</summary>
internal sealed class XmlTextBuffer
{
    private readonly char[] _chars = new char[2048];
    private byte[] _bytes = new byte[8192];
    private int _length;
    private char _highSurrogate;

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    /// <summary>Begins anew.</summary>
    public void Clear() => _length = 0;

    /// <summary>Appends the text node that the reader stands on.</summary>
    public void Append(XmlReader reader)
    {
        if (!reader.CanReadValueChunk)
        {
            Append(reader.Value);
            return;
        }

        int count;
        while ((count = reader.ReadValueChunk(_chars, 0, _chars.Length)) > 0) Append(_chars.AsSpan(0, count));
    }

    private void Append(ReadOnlySpan<char> chars)
    {
        if (_highSurrogate != 0) chars = CompletePair(chars);
        // A chunk may end between the two halves of a character.
        if (chars.Length > 0 && char.IsHighSurrogate(chars[^1]))
        {
            _highSurrogate = chars[^1];
            chars = chars[..^1];
        }

        Reserve(chars.Length * 3);
        _length += Encoding.UTF8.GetBytes(chars, _bytes.AsSpan(_length));
    }

    private ReadOnlySpan<char> CompletePair(ReadOnlySpan<char> chars)
    {
        if (chars.IsEmpty) return chars;
        Reserve(4);
        _length += Encoding.UTF8.GetBytes([_highSurrogate, chars[0]], _bytes.AsSpan(_length));
        _highSurrogate = '\0';
        return chars[1..];
    }

    private void Reserve(int size)
    {
        if (_bytes.Length - _length < size) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
    }
}
