namespace Taiji.Datastores.Journal;

/// <summary>
/// What a record's payload is. A new kind of record is a new name; a payload whose meaning changes is a new version of its kind. Neither changes the journal's format:
/// a server that doesn't know a kind stops its start and names it, since what it can't read may be what was acknowledged.
/// </summary>
/// <param name="Name">Short, of letters, digits and hyphens: it is in every record.</param>
/// <param name="Version">From 1. Fields that old readers may not skip without harm make a new version; see <see cref="RecordFields"/>.</param>
internal readonly record struct RecordKind(string Name, int Version)
{
    /// <summary>The name with its version, for people.</summary>
    public override string ToString() => $"'{Name}' version {Version}";
}
