namespace Taiji.Datastores.Journal;

/// <summary>The journal can't be opened, read or appended to; the message says what, where, and what can be done.</summary>
public sealed class JournalException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and where.</param>
    /// <param name="inner">The cause.</param>
    /// <param name="isOutOfResources">Whether room or a device is missing (disk full, read-only, input/output error).</param>
    public JournalException(string message, Exception? inner = null, bool isOutOfResources = false)
        : base(message, inner) => IsOutOfResources = isOutOfResources;

    /// <summary>Whether room or a device is missing: <c>resource-denied</c> to a client.</summary>
    public bool IsOutOfResources { get; }
}
