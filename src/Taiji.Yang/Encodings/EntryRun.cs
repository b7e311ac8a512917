using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Taiji.Yang.Data.Paging;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Encodings;

/// <summary>Writes whole entries: for each value one reservation, into which its name, the value and what follows go in chunks, and escaping is looked for in the same pass.</summary>
/// <typeparam name="TEmitter">Takes the values that need more.</typeparam>
internal ref struct EntryRun<TEmitter> : IEntryRun
    where TEmitter : struct, IDataEmitter
{
    /// <summary>The longest value that is written together with what is around it.</summary>
    private const int LongestCompact = 256;

    private readonly EntryText _text;
    private readonly ByteSink _sink;
    private readonly long _budget;
    private readonly ref TEmitter _emitter;
    private bool _needsComma;

    /// <param name="text">What is around the values.</param>
    /// <param name="emitter">Whose state is taken over; give it back by <see cref="Leave"/>.</param>
    /// <param name="budget">Another entry is begun while fewer bytes are pending.</param>
    public EntryRun(EntryText text, ref TEmitter emitter, long budget)
    {
        _text = text;
        _emitter = ref emitter;
        _sink = emitter.Sink;
        _budget = budget;
        _needsComma = emitter.NeedsComma;
    }

    /// <inheritdoc/>
    public readonly bool HasRoom => _sink.Pending < _budget;

    /// <summary>Tells the emitter where it stands.</summary>
    public readonly void Leave() => _emitter.NeedsComma = _needsComma;

    /// <inheritdoc/>
    public void Begin()
    {
        if (_needsComma) _sink.Write((byte)',');
        _sink.Write(_text.Begin);
        _needsComma = false;
    }

    /// <inheritdoc/>
    public void End()
    {
        _sink.Write(_text.End);
        _needsComma = _text.IsJson;
    }

    /// <inheritdoc/>
    public void Container(int step)
    {
        var piece = _text.Pieces[step];
        var isStart = piece.BeforeLength > 1 && _text.IsJson;
        _sink.Advance(Put(_sink.Reserve(piece.Before.Length), piece.Before, isStart && !_needsComma ? 1 : 0, piece.BeforeLength));
        _needsComma = _text.IsJson && !isStart;
    }

    /// <inheritdoc/>
    public void Value(int step, byte[] data, int start, int length)
    {
        var piece = _text.Pieces[step];
        if (piece.Style == ValueStyle.Formatted || length > LongestCompact)
        {
            Hand(piece, data.AsSpan(start, length));
            return;
        }

        var span = _sink.Reserve(piece.Before.Length + LongestCompact + EntryPiece.Chunk + piece.After.Length);
        var at = Put(span, piece.Before, _text.IsJson && !_needsComma ? 1 : 0, piece.BeforeLength);
        if (piece.Style != ValueStyle.Text)
        {
            at += StoredValue.Format(piece.Style, data.AsSpan(start, length), span[at..]);
        }
        else if (TryPut(data, start, length, span[at..]))
        {
            at += length;
        }
        else
        {
            Hand(piece, data.AsSpan(start, length));
            return;
        }

        if (piece.AfterLength == 1) span[at++] = piece.After[0];
        else at += Put(span[at..], piece.After, 0, piece.AfterLength);
        _sink.Advance(at);
        _needsComma = _text.IsJson;
    }

    private void Hand(EntryPiece piece, ReadOnlySpan<byte> value)
    {
        _emitter.NeedsComma = _needsComma;
        if (piece.Node is TypedNode typed) _emitter.Value(typed, value, false, false);
        else _emitter.Any((AnyNode)piece.Node, value, false);
        _needsComma = _emitter.NeedsComma;
    }

    /// <summary>Copies text from a padded array by chunks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Put(Span<byte> destination, byte[] padded, int from, int end)
    {
        for (var i = from; i < end; i += EntryPiece.Chunk) Vector128.Create(padded, i).CopyTo(destination[(i - from)..]);
        return end - from;
    }

    /// <summary>Copies a value; false when there is something to escape in it.</summary>
    private readonly bool TryPut(byte[] data, int start, int length, Span<byte> destination)
    {
        if (length <= EntryPiece.Chunk && start + EntryPiece.Chunk <= data.Length)
        {
            var chunk = Vector128.Create(data, start);
            chunk.CopyTo(destination);
            var isPart = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)length));
            return ((_text.IsJson ? PlainText.JsonSpecials(chunk) : PlainText.XmlSpecials(chunk)) & isPart) == Vector128<byte>.Zero;
        }

        var text = data.AsSpan(start, length);
        if (!(_text.IsJson ? PlainText.IsPlainJson(text) : PlainText.IsPlainXml(text))) return false;
        text.CopyTo(destination);
        return true;
    }
}
