using Taiji.Yang.Schema;

namespace Taiji.Yang.Data;

/// <summary>What happened to a node between two trees.</summary>
public enum DataChangeKind
{
    /// <summary>It and all below it are new.</summary>
    Created,

    /// <summary>It and all below it are gone.</summary>
    Deleted,

    /// <summary>A leaf's or anydata's value changed.</summary>
    ValueChanged,

    /// <summary>An entry of a user-ordered list or leaf-list stands elsewhere (its content may have changed too: told apart).</summary>
    Moved,
}

/// <summary>One difference.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Before">The node in the old tree; default when created.</param>
/// <param name="After">The node in the new tree; default when deleted.</param>
public readonly record struct DataChange(DataChangeKind Kind, DataNode Before, DataNode After)
{
    /// <summary>The node that there is: after, or before when deleted.</summary>
    public DataNode Node => Kind == DataChangeKind.Deleted ? Before : After;

    /// <summary>Its schema node.</summary>
    public SchemaNode Schema => Node.Schema;
}

/// <summary>
/// The ordered differences between two trees of one schema. Shared pages are skipped by reference: the cost is that of the difference. Only the topmost node of a
/// created or deleted subtree is named; non-presence containers are never named themselves.
/// </summary>
public sealed partial class DataDiff
{
    /// <summary>Compares lazily.</summary>
    /// <param name="before">The old tree.</param>
    /// <param name="after">The new tree.</param>
    public DataDiff(DataTree before, DataTree after)
    {
        Before = before;
        After = after;
    }

    /// <summary>The old tree.</summary>
    public DataTree Before { get; }

    /// <summary>The new tree.</summary>
    public DataTree After { get; }

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => throw new NotImplementedException();

    /// <summary>The differences in document order.</summary>
    public IEnumerable<DataChange> Changes => throw new NotImplementedException();
}
