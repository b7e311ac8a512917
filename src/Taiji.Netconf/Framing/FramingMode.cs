namespace Taiji.Netconf.Framing;

/// <summary>How messages are told apart on the wire (RFC 6242 §4).</summary>
public enum FramingMode
{
    /// <summary><c>]]&gt;]]&gt;</c> ends a message: the hello, and all of a base:1.0 session (RFC 6242 §4.3).</summary>
    EndOfMessage,

    /// <summary>Chunks with their sizes: a base:1.1 session after the hello (RFC 6242 §4.2).</summary>
    Chunked,
}
