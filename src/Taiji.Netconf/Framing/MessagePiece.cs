using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>A piece of a message, without frames. Valid until the next one is read.</summary>
/// <param name="Content">Its bytes, maybe none.</param>
/// <param name="IsEnd">Whether the message ends with them.</param>
public readonly record struct MessagePiece(ReadOnlySequence<byte> Content, bool IsEnd);
