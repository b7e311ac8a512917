namespace Taiji.Datastores.Typed;

/// <summary>A class and the schema don't go together, or a value doesn't go into a property: both are named.</summary>
public sealed class TypedDataException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What doesn't go where.</param>
    /// <param name="inner">Why.</param>
    public TypedDataException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
