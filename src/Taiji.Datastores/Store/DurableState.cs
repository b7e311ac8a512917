namespace Taiji.Datastores.Store;

/// <summary>Everything that the journal decides, as it is after one record.</summary>
/// <param name="Running">Running.</param>
/// <param name="Sequence">The record; running's own, or one after it.</param>
internal sealed record DurableState(DatastoreSnapshot Running, long Sequence)
{
    /// <summary>A distinct startup as it was last saved; null when it never was.</summary>
    public DatastoreSnapshot? Startup { get; init; }

    /// <summary>The confirmed commit that waits for its confirmation (RFC 6241 §8.4); null when none does.</summary>
    public PendingConfirmation? Confirmation { get; init; }
}
