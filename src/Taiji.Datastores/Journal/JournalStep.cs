namespace Taiji.Datastores.Journal;

/// <summary>Where a crash may come; in the order in which they are reached.</summary>
internal enum JournalStep
{
    /// <summary>Nothing of an append is written.</summary>
    Appending,

    /// <summary>Its records are in a transaction that is not committed.</summary>
    Inserted,

    /// <summary>It is decided; nobody has heard of it.</summary>
    Appended,

    /// <summary>A snapshot's file is whole, but not named in the database.</summary>
    SnapshotComplete,

    /// <summary>It is named; files and records that are needed no more are still there.</summary>
    SnapshotNamed,

    /// <summary>Some of them are gone.</summary>
    SomePruned,
}
