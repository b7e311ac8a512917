using System.Buffers;
using System.Text;

namespace Taiji.YangCommands.Documents;

/// <summary>Hands UTF-8 on to a <see cref="TextWriter"/> a piece at a time.</summary>
/// <param name="output">Receives the text.</param>
internal sealed class TextSink(TextWriter output) : IBufferWriter<byte>
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private byte[] _bytes = new byte[64 * 1024];
    private char[] _characters = [];
    private char _last = '\n';
    private int _count;

    /// <inheritdoc/>
    public void Advance(int count) => _count += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - _count < Math.Max(sizeHint, 1)) HandOver();
        if (_bytes.Length < sizeHint) _bytes = new byte[sizeHint];
        return _bytes.AsMemory(_count);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Hands over the rest, and ends the last line if there is one without end.</summary>
    public void Complete()
    {
        HandOver();
        if (_last != '\n') output.Write('\n');
        output.Flush();
    }

    private void HandOver()
    {
        if (_characters.Length < _bytes.Length) _characters = new char[_bytes.Length];
        var count = _decoder.GetChars(_bytes, 0, _count, _characters, 0);
        _count = 0;
        if (count == 0) return;
        output.Write(_characters, 0, count);
        _last = _characters[count - 1];
    }
}
