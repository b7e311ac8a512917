namespace Taiji.Netconf.Framing;

/// <summary>The bytes received are not framed as RFC 6242 §4 says; the session can't go on.</summary>
public sealed class FramingException : NetconfException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was wrong and what was expected.</param>
    public FramingException(string message)
        : base(message)
    {
    }
}
