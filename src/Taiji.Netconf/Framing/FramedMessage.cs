using System.Buffers;

namespace Taiji.Netconf.Framing;

/// <summary>One message as it came, without its frame. Valid until the next message is read.</summary>
/// <param name="Content">Its bytes; no more than the first of them when it is too big.</param>
/// <param name="IsTooBig">Whether it was longer than allowed; the rest was skipped.</param>
public readonly record struct FramedMessage(ReadOnlySequence<byte> Content, bool IsTooBig);
