using Taiji.Datastores;
using Taiji.Server.JsonRpcApi.Comet;
using Taiji.Server.JsonRpcApi.Keypaths;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Server.JsonRpcApi.WebSessions;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>What <c>new_trans</c> was asked for.</summary>
internal sealed record TransactionSettings
{
    /// <summary><c>running</c>, <c>startup</c> or <c>candidate</c>: what it works on.</summary>
    public required string Database { get; init; }

    /// <summary>Whether it can change anything.</summary>
    public bool IsWritable { get; init; }

    /// <summary><c>private</c>, <c>shared</c> or <c>exclusive</c>.</summary>
    public string Mode { get; init; } = "private";

    /// <summary>The client's own keyword.</summary>
    public string? Tag { get; init; }

    /// <summary>The rpc or action whose parameters it is about.</summary>
    public Keypath? Action { get; init; }

    /// <summary>Whether it is the one that <c>get_webui_trans</c> finds.</summary>
    public bool IsWebUi { get; init; }
}

/// <summary>A transaction that a handle stands for.</summary>
/// <param name="server">The server.</param>
/// <param name="session">Whose it is.</param>
/// <param name="settings">What was asked for.</param>
internal abstract class WebTransaction(JsonRpcServer server, WebSession session, TransactionSettings settings)
{
    private readonly Turns _turns = new();
    private readonly Dictionary<Type, object> _attachments = [];

    /// <summary>The handle.</summary>
    public int Handle { get; set; }

    /// <summary>What was asked for.</summary>
    public TransactionSettings Settings { get; } = settings;

    /// <summary>Whether its handle still stands for it.</summary>
    public bool IsOpen => Session.Transactions.Has(this);

    /// <summary>Kept with the commit.</summary>
    public string? Comment { get; set; }

    /// <summary>Kept with the commit.</summary>
    public string? Label { get; set; }

    /// <summary>The W3C trace context that the client gave; null for none.</summary>
    public TraceContext? Trace { get; set; }

    /// <summary>The trace that began with its validation, when the client gave none; null until then.</summary>
    public TraceContext? OwnTrace { get; set; }

    /// <summary>Who is told of its validation and commit, by <c>validate_commit</c>'s comet channel; null for nobody.</summary>
    public ProgressSink? Progress { get; set; }

    /// <summary>Whether its commit leaves the locks that it took to the session, until <c>unlock_db</c> or its end.</summary>
    public bool KeepsLocks { get; set; }

    /// <summary>The hidden groups that are shown in it.</summary>
    public HashSet<string> Unhidden { get; } = new(StringComparer.Ordinal);

    /// <summary>The configuration as it is in it.</summary>
    public abstract DataTree Content { get; }

    /// <summary>The configuration that its changes are counted from.</summary>
    public virtual DataTree Base => Content;

    /// <summary>Whether <c>validate_commit</c> was called, and neither <c>commit</c> nor <c>clear_validate_lock</c> since.</summary>
    public virtual bool IsValidated => false;

    protected JsonRpcServer Server { get; } = server;

    protected WebSession Session { get; } = session;

    /// <summary>What it changes.</summary>
    public virtual DataDiff Changes => new(Base, Content);

    /// <summary>What validators warned of when it was last validated, as far as the session may read it.</summary>
    public IReadOnlyList<RpcError> Warnings { get; protected set; } = [];

    /// <summary>Waits until no other call works with it; dispose what comes back.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken) => _turns.TakeAsync(cancellationToken);

    /// <summary>What methods keep with it (queries, list handles), made when first asked for.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public T Attachment<T>()
        where T : class, new()
    {
        lock (_attachments)
        {
            if (_attachments.TryGetValue(typeof(T), out var found)) return (T)found;
            var made = new T();
            _attachments.Add(typeof(T), made);
            return made;
        }
    }

    /// <summary>Edits it, all or nothing.</summary>
    /// <param name="edits">In order.</param>
    public virtual void Edit(params IReadOnlyList<Edit> edits) => throw new JsonRpcException(ErrorKind.NotWritable, "the transaction is for reading only");

    /// <summary>All that its commit would be refused for now.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual Task<IReadOnlyList<RpcError>> ValidateAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RpcError>>([]);

    /// <summary>Validates it and keeps others from changing what it is to change until its commit or <see cref="ClearValidateLockAsync"/>.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual Task ValidateCommitAsync(CancellationToken cancellationToken) => throw new JsonRpcException(ErrorKind.Failed, "the transaction is for reading only");

    /// <summary>Lets others change again what <see cref="ValidateCommitAsync"/> kept from them.</summary>
    public virtual Task ClearValidateLockAsync() => Task.CompletedTask;

    /// <summary>What others have changed since that conflicts with it.</summary>
    public virtual IReadOnlyList<DataPath> Conflicts() => [];

    /// <summary>Takes its own side in all conflicts.</summary>
    public virtual void Resolve()
    {
    }

    /// <summary>Commits it.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    public virtual Task<EditResult> CommitAsync(CommitOptions options, CancellationToken cancellationToken) =>
        throw new JsonRpcException(ErrorKind.Failed, "the transaction is for reading only");

    /// <summary>Forgets it and lets go of all that it holds.</summary>
    public virtual void Abort()
    {
    }

    /// <summary>The content with the state that a path can reach.</summary>
    /// <param name="reach">The path; null for everything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<DataTree> WithStateAsync(DataPath? reach, CancellationToken cancellationToken)
    {
        var request = new ReadRequest(Taiji.Datastores.Store.Datastore.Running) { IncludeState = true, Reach = reach is null or { IsRoot: true } ? null : [reach] };
        var read = await Server.Operations.ReadAsync(Session.Datastores, request, cancellationToken).ConfigureAwait(false);
        var changes = new DataDiff(read.Snapshot.Tree, Content);
        if (ReferenceEquals(read.Snapshot.Tree, Content) || changes.IsEmpty) return read.Tree;
        var editor = read.Tree.Edit();
        // What doesn't apply is configuration that came or went with state: it is told as running has it.
        foreach (var edit in Taiji.Yang.Encodings.DiffDecoder.Decode(Content.Schema, Taiji.Yang.Encodings.DiffEncoder.Encode(changes))) editor.Apply(edit);
        return editor.Seal();
    }

    /// <summary>What was validated is what is committed.</summary>
    protected void DemandUnvalidated()
    {
        if (IsValidated) throw new JsonRpcException(ErrorKind.Failed, "the transaction is validated for its commit: commit or clear_validate_lock come next");
    }
}
