namespace Taiji.Netconf.Client;

/// <summary>The session ended before the reply came, or had ended before the request was sent.</summary>
public sealed class NetconfSessionClosedException : NetconfException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why the session ended.</param>
    /// <param name="inner">What ended it.</param>
    public NetconfSessionClosedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
