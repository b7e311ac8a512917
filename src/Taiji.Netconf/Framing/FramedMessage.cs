using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>One message as it came, without its frame. Valid until the next message, or piece, is read.</summary>
/// <param name="Content">Its bytes; no more than the first of them when it is too big or <paramref name="IsPart"/>.</param>
/// <param name="IsTooBig">Whether it was longer than allowed; the rest was skipped.</param>
/// <param name="IsPart">Whether the rest still comes: <see cref="FrameReader.ReadPieceAsync"/> reads it.</param>
public readonly record struct FramedMessage(ReadOnlySequence<byte> Content, bool IsTooBig, bool IsPart = false);
