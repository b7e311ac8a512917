using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>Takes the frames off the bytes of an input, piece by piece, wherever the input happens to be split.</summary>
internal interface IFrameDecoder
{
    /// <summary>Whether a frame has been opened and not closed yet.</summary>
    bool IsInsideMessage { get; }

    /// <summary>Takes the next piece.</summary>
    /// <param name="buffer">What has arrived; advanced past what was taken.</param>
    /// <param name="content">Bytes of the message: a part of <paramref name="buffer"/>, maybe empty.</param>
    /// <param name="isEnd">Whether the message ends with them.</param>
    /// <returns>False when nothing can be taken until more has arrived.</returns>
    /// <exception cref="FramingException">The bytes are no frame.</exception>
    bool TryDecode(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> content, out bool isEnd);
}
