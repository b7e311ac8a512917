using Taiji.Datastores.Commit;

namespace Taiji.Datastores;

public sealed partial class Operations
{
    /// <summary>
    /// Raised in order after each commit of running, wherever it came from. The next commit waits for those who hear it: they put it aside and return. A commit of another process
    /// has no session.
    /// </summary>
    public event Action<CommitChange>? Committed;

    /// <summary>Tells of a commit.</summary>
    /// <param name="change">It is published.</param>
    internal void Tell(CommitChange change) => Committed?.Invoke(change);
}
