namespace Taiji.Netconf;

/// <summary>Ends a session: the peer broke the protocol in a way that no reply can mend, or went away.</summary>
public class NetconfException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened and what was expected.</param>
    /// <param name="inner">Where it came from.</param>
    public NetconfException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
