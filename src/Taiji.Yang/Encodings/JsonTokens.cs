using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <summary>
/// The tokens of a JSON text (RFC 8259). The text is either one span, or comes in pieces through a window that slides along: no more of it is held than the window,
/// which grows only for a token that is longer. What a token gives is valid until the next <see cref="Read"/>.
/// </summary>
internal ref struct JsonTokens
{
    /// <summary>Bytes of a window at first.</summary>
    public const int WindowSize = 32 * 1024;

    private readonly Stream? _stream;
    private ReadOnlySequence<byte> _pieces;
    private Utf8JsonReader _reader;
    private ReadOnlySpan<byte> _text;
    private byte[] _window = [];
    private byte[] _scratch = [];
    private TextPosition _place;
    private TextPosition _told;
    private int _begin;
    private int _end;
    private long _passed;

    /// <param name="json">The whole text, UTF-8, perhaps with a byte order mark.</param>
    /// <param name="maxDepth">The deepest nesting.</param>
    public JsonTokens(ReadOnlySequence<byte> json, int maxDepth)
    {
        if (json.IsSingleSegment)
        {
            var text = json.FirstSpan;
            var mark = MarkLength(text);
            _passed = mark;
            _text = text[mark..];
            _reader = new Utf8JsonReader(_text, isFinalBlock: true, Begin(maxDepth));
            return;
        }

        _pieces = json;
        BeginWindow(maxDepth);
    }

    /// <param name="json">The text, UTF-8, perhaps with a byte order mark; it is read to its end, no further than needed at a time.</param>
    /// <param name="maxDepth">The deepest nesting.</param>
    public JsonTokens(Stream json, int maxDepth)
    {
        _stream = json;
        BeginWindow(maxDepth);
    }

    /// <summary>The token's kind.</summary>
    public readonly JsonTokenType TokenType => _reader.TokenType;

    /// <summary>The token's bytes as they stand, of a string without its quotes.</summary>
    public readonly ReadOnlySpan<byte> Raw => _reader.ValueSpan;

    /// <summary>Whether the token has escapes.</summary>
    public readonly bool IsEscaped => _reader.ValueIsEscaped;

    /// <summary>How many objects and arrays are open; at a bracket, how many are around it.</summary>
    public readonly int Depth => _reader.CurrentDepth;

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public bool Read()
    {
        while (!_reader.Read())
        {
            if (_reader.IsFinalBlock) return false;
            Slide();
        }

        return true;
    }

    /// <summary>Goes to the last token of the value that begins here, or that the name here is of.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public void Skip()
    {
        if (TokenType == JsonTokenType.PropertyName) Read();
        if (TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        var depth = Depth;
        do Read();
        while (Depth > depth);
    }

    /// <summary>What follows the token, as far as it is there.</summary>
    public readonly ReadOnlySpan<byte> Ahead => _text[(int)_reader.BytesConsumed..];

    /// <summary>Goes past some of what is <see cref="Ahead"/> as if it had been read: the token it stands on is the same then, in kind and depth, as one that ends there.</summary>
    /// <param name="count">How many bytes.</param>
    public void Pass(int count)
    {
        var used = (int)_reader.BytesConsumed;
        Count(_text[..used]);
        _place.Advance(_text.Slice(used, count));
        _passed += count;
        _text = _text[(used + count)..];
        _reader = new Utf8JsonReader(_text, _reader.IsFinalBlock, _reader.CurrentState);
    }

    /// <summary>Where something stands that the tokenizer has told of: it doesn't know of what was passed.</summary>
    /// <param name="line">Its line, from 0.</param>
    /// <param name="column">Its byte of that line, from 0.</param>
    public readonly TextPosition PlaceOf(long line, long column) =>
        line == _told.Line ? new TextPosition(_place.Line, _place.Column + column - _told.Column) : new TextPosition(_place.Line + line - _told.Line, column);

    /// <summary>Where the token starts, or something in what is <see cref="Ahead"/>.</summary>
    /// <param name="ahead">How many bytes after the token; null for the token's own start.</param>
    public readonly TextPosition Place(int? ahead = null)
    {
        var place = _place;
        place.Advance(_text[..(int)(ahead is { } count ? _reader.BytesConsumed + count : _reader.TokenStartIndex)]);
        return place;
    }

    /// <summary>The text of a string or name without escapes.</summary>
    /// <exception cref="JsonTextException">It isn't Unicode in UTF-8.</exception>
    public ReadOnlySpan<byte> Text()
    {
        var text = _reader.ValueIsEscaped ? Unescape() : _reader.ValueSpan;
        // The tokenizer looks at structure only.
        return YangCharacters.ArePrintableAscii(text) || Utf8.IsValid(text) ? text : throw NotUnicode();
    }

    private ReadOnlySpan<byte> Unescape()
    {
        var length = _reader.ValueSpan.Length;
        if (_scratch.Length < length) _scratch = new byte[Math.Max(length, 256)];
        try
        {
            return _scratch.AsSpan(0, _reader.CopyString(_scratch));
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode();
        }
    }

    private readonly JsonTextException NotUnicode() => new($"the string at byte {_passed + _reader.TokenStartIndex} is not valid Unicode in UTF-8");

    private static JsonReaderState Begin(int maxDepth) =>
        new(new JsonReaderOptions { MaxDepth = Math.Max(1, maxDepth), CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false });

    private static int MarkLength(ReadOnlySpan<byte> text) => text.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? 3 : 0;

    private void BeginWindow(int maxDepth)
    {
        _window = new byte[WindowSize];
        var isLast = Fill();
        _begin = MarkLength(_window.AsSpan(0, _end));
        _passed = _begin;
        _text = _window.AsSpan(_begin, _end - _begin);
        _reader = new Utf8JsonReader(_text, isLast, Begin(maxDepth));
    }

    private void Count(ReadOnlySpan<byte> text)
    {
        _passed += text.Length;
        _place.Advance(text);
        _told.Advance(text);
    }

    /// <summary>Drops what has been read from the window, and takes in what follows.</summary>
    private void Slide()
    {
        var used = (int)_reader.BytesConsumed;
        Count(_text[..used]);
        var rest = _text[used..];
        var old = _window;
        if (rest.Length == old.Length) _window = new byte[checked(old.Length * 2)];
        rest.CopyTo(_window);
        _begin = 0;
        _end = rest.Length;
        var isLast = Fill();
        _text = _window.AsSpan(0, _end);
        _reader = new Utf8JsonReader(_text, isLast, _reader.CurrentState);
    }

    /// <summary>Fills the window's free part.</summary>
    /// <returns>Whether the text ends in it.</returns>
    private bool Fill()
    {
        var free = _window.AsSpan(_end);
        if (_stream is not null)
        {
            var count = _stream.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
            _end += count;
            return count < free.Length;
        }

        var part = _pieces.Slice(0, Math.Min(_pieces.Length, free.Length));
        part.CopyTo(free);
        _end += (int)part.Length;
        _pieces = _pieces.Slice(part.End);
        return _pieces.IsEmpty;
    }
}
