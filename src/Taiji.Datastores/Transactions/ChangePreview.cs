using Taiji.Datastores.Sessions;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Transactions;

/// <summary>Tells what would change, of what a session may read.</summary>
/// <param name="reader">Knows what may be read.</param>
/// <param name="running">Running.</param>
/// <param name="validator">Takes along what a change makes void.</param>
internal sealed class ChangePreview(DatastoreReader reader, RunningStore running, IChangeValidator validator)
{
    /// <summary>Writes a difference down.</summary>
    /// <param name="session">For whom.</param>
    /// <param name="diff">Of two datastores' trees.</param>
    /// <param name="format">How.</param>
    /// <param name="isReversed">Whether to tell how to come back from the new to the old one.</param>
    public string Write(Session session, DataDiff diff, DiffFormat format, bool isReversed = false) =>
        DiffText.Write(isReversed ? new DataDiff(diff.After, diff.Before) : diff, format, reader.View(session));

    /// <summary>What edits would change of running as it is now.</summary>
    /// <param name="session">For whom.</param>
    /// <param name="edits">In order.</param>
    /// <param name="format">How to write it.</param>
    public string Write(Session session, IReadOnlyList<Edit> edits, DiffFormat format)
    {
        var now = running.Current;
        return Write(session, new DataDiff(now.Tree, validator.CleanUp(now.Tree, new Transaction { Edits = edits }.ApplyTo(now).Tree)), format);
    }
}
