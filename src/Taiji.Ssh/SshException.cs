namespace Taiji.Ssh;

/// <summary>Something in the SSH transport failed; the message says what, for whoever runs the program.</summary>
public class SshException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>libssh is missing or too old; the message names the package.</summary>
public sealed class SshLibraryException(string message) : SshException(message);

/// <summary>A key can't be read, made or stored.</summary>
public sealed class SshKeyException(string message, Exception? inner = null) : SshException(message, inner);

/// <summary>A connection couldn't be made, or was lost.</summary>
public sealed class SshConnectException(string message, Exception? inner = null) : SshException(message, inner);

/// <summary>The server accepted none of the credentials.</summary>
public sealed class SshAuthenticationException(string message) : SshException(message);

/// <summary>The server's host key isn't one that the client was told to trust.</summary>
/// <param name="message">What was expected and what came.</param>
/// <param name="presented">The key that the server presented.</param>
public sealed class SshHostKeyException(string message, Keys.SshPublicKey presented) : SshException(message)
{
    /// <summary>The key that the server presented.</summary>
    public Keys.SshPublicKey Presented { get; } = presented;
}
