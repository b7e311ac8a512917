using Taiji.Yang.Data;

namespace Taiji.Datastores.Rollbacks;

/// <summary>What is known of a commit that can be taken back.</summary>
/// <param name="Id">Its number, which stays: the journal sequence of the commit.</param>
/// <param name="Number">How many commits came after it: 0 is the newest.</param>
/// <param name="Time">When it was committed.</param>
/// <param name="User">Who committed it; null for the server itself.</param>
/// <param name="Source">The transport that it came by; null for the server itself.</param>
/// <param name="Label">The label given with it.</param>
/// <param name="Comment">The comment given with it.</param>
public sealed record Rollback(long Id, int Number, DateTimeOffset Time, string? User, string? Source, string? Label, string? Comment);

/// <summary>Which changes to take back.</summary>
/// <param name="Id">A <see cref="Rollback.Id"/>.</param>
public sealed record RollbackSelection(long Id)
{
    /// <summary>Whether to take back that commit alone; otherwise it and all after it.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Take back only what was changed at or below this node; null for all.</summary>
    public DataPath? Subtree { get; init; }
}
