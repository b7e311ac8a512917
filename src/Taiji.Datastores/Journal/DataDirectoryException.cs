namespace Taiji.Datastores.Journal;

/// <summary>The data directory can't be used: it can't be made or written, or another server has it. Nothing is wrong with what it holds.</summary>
public sealed class DataDirectoryException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, with the directory.</param>
    /// <param name="inner">The cause.</param>
    public DataDirectoryException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
