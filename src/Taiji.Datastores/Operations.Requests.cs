using Taiji.Datastores.Operational;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Datastores;

/// <summary>What to read.</summary>
/// <param name="Datastore">Where.</param>
public readonly record struct ReadRequest(Datastore Datastore)
{
    /// <summary>Whether state (<c>config false</c>) is wanted too: state providers are asked. Always so for operational.</summary>
    public bool IncludeState { get; init; }

    /// <summary>The paths the reader can reach (they may end in whole lists): only providers that overlap are asked; null for everything.</summary>
    public IReadOnlyList<DataPath>? Reach { get; init; }

    /// <summary>
    /// Whether the reader takes a list, which it wants whole, in parts: with its first entries in the tree, and the rest as <see cref="ReadResult.Remainders"/> when it is long. Null for
    /// no list.
    /// </summary>
    public Func<Yang.Schema.ListNode, bool>? InParts { get; init; }
}

/// <summary>What was read: one snapshot, state grafted in when it was asked for.</summary>
/// <param name="Tree">The content.</param>
/// <param name="Snapshot">The configuration it was read from: its version.</param>
/// <param name="Readable">Access control's view for this session: pass it to the writer; null when everything may be read.</param>
public sealed record ReadResult(DataTree Tree, DatastoreSnapshot Snapshot, Func<DataNode, bool>? Readable)
{
    /// <summary>Whether all instances of a schema node may be read, with all below them: where <see cref="Readable"/> needn't be asked.</summary>
    public Func<Yang.Schema.SchemaNode, bool> IsWholeReadable { get; init; } = static _ => false;

    /// <summary>The same for a list or leaf-list, or for its entries by their keys: pass it to the writer with <see cref="Readable"/>.</summary>
    public Func<Yang.Schema.SchemaNode, ListAccess?>? Lists { get; init; }

    /// <summary>What the session may read, all in one; null for everything.</summary>
    public AccessControl.ReadView? View => Readable is null ? null : new AccessControl.ReadView(Readable, IsWholeReadable, Lists ?? (static _ => null));

    /// <summary>The rest of lists of which the tree has the first entries only: pass them to the writer, and dispose of them when it is done. Empty unless asked for.</summary>
    public IReadOnlyList<StateRemainder> Remainders { get; init; } = [];

    /// <summary>Lets go of what wasn't written.</summary>
    public async ValueTask EndAsync()
    {
        foreach (var remainder in Remainders) await remainder.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The content that a filter may look at: without what may not be read (RFC 8341 §3.2.4).</summary>
    /// <param name="reach">What the filter can reach; null for everything.</param>
    public DataTree Visible(IReadOnlyList<DataPath>? reach = null) => Readable is null ? Tree : DataSelection.Readable(Tree, Readable, IsWholeReadable, reach);

    /// <summary>Where its configuration comes from (RFC 8342 §5.3.4); null but for operational, and when the schema has no origins.</summary>
    public OriginView? Origins { get; init; }
}

/// <summary>edit-config's error-option (RFC 6241 §7.2).</summary>
public enum ErrorOption
{
    /// <summary>Stop at the first error; what was applied before stays.</summary>
    StopOnError,

    /// <summary>Apply what can be applied, report all errors.</summary>
    ContinueOnError,

    /// <summary>All or nothing (RFC 6241 §8.5).</summary>
    RollbackOnError,
}

/// <summary>edit-config's test-option (RFC 6241 §7.2).</summary>
public enum TestOption
{
    /// <summary>Validate, then apply.</summary>
    TestThenSet,

    /// <summary>Apply without a validation test first (running is validated all the same: it is never invalid).</summary>
    Set,

    /// <summary>Validate only.</summary>
    TestOnly,
}

/// <summary>How to edit.</summary>
public sealed record EditOptions
{
    /// <summary>The error-option.</summary>
    public ErrorOption ErrorOption { get; init; } = ErrorOption.RollbackOnError;

    /// <summary>The test-option.</summary>
    public TestOption TestOption { get; init; }

    /// <summary>
    /// Asked with the current content at the very moment of the edit, before anything is applied; an error refuses the edit (If-Match and its kind, existence of a parent resource).
    /// </summary>
    public Func<DatastoreSnapshot, RpcError?>? Precondition { get; init; }

    /// <summary>What must hold of running when the edit gets into it: at once, or with the commit of the candidate.</summary>
    public IReadOnlyList<ContentCondition> Conditions { get; init; } = [];

    /// <summary>Kept with the commit.</summary>
    public string? Comment { get; init; }

    /// <summary>Kept with the commit: a short name to find it by.</summary>
    public string? Label { get; init; }

    /// <summary>Whether <see cref="Operations.ApplyAsync"/> saves a distinct startup too (RFC 8040 §1.4).</summary>
    public bool SavesStartup { get; init; } = true;
}

/// <summary>How to commit the candidate.</summary>
public sealed record CommitOptions
{
    /// <summary>For a confirmed commit (RFC 6241 §8.4): how long it waits, and who may confirm it. Null for a plain one, which confirms one that waits.</summary>
    public ConfirmedCommit? Confirmed { get; init; }

    /// <summary>The token of the confirmed commit that this one confirms or extends (<c>persist-id</c>).</summary>
    public string? PersistId { get; init; }

    /// <summary>Kept with the commit.</summary>
    public string? Comment { get; init; }

    /// <summary>Kept with the commit: a short name to find it by.</summary>
    public string? Label { get; init; }

    /// <summary>Whether a distinct startup is saved with it.</summary>
    public bool SavesStartup { get; init; }
}

/// <summary>What becomes of the nodes that both a private candidate and others have changed (draft-ietf-netconf-privcand).</summary>
public enum ConflictResolution
{
    /// <summary>Nothing is brought up to running, and the conflicts are the answer.</summary>
    RevertOnConflict,

    /// <summary>What the candidate has stays (<c>ignore</c>, later <c>prefer-candidate</c>).</summary>
    Ignore,

    /// <summary>What running has takes its place (<c>overwrite</c>, later <c>prefer-running</c>).</summary>
    Overwrite,
}

/// <summary>What makes a commit a confirmed one.</summary>
public sealed record ConfirmedCommit
{
    /// <summary>How long it waits for its confirmation (<c>confirm-timeout</c>): whole seconds, at least one.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>The token by which any session can confirm it (<c>persist</c>); null when only its own can, and its end takes it back.</summary>
    public string? PersistId { get; init; }
}

/// <summary>How an edit ended.</summary>
/// <param name="Before">The content before.</param>
/// <param name="After">The content after; the same reference when nothing changed.</param>
/// <param name="Warnings">Warnings, and with continue-on-error the errors of what was not applied.</param>
public sealed record EditResult(DatastoreSnapshot Before, DatastoreSnapshot After, IReadOnlyList<RpcError> Warnings)
{
    /// <summary>What validators warned of (<see cref="Commit.IConfigurationValidator"/>).</summary>
    public IReadOnlyList<RpcError> ValidationWarnings { get; init; } = [];
}
