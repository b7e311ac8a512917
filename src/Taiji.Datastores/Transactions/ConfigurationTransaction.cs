using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;

namespace Taiji.Datastores.Transactions;

/// <summary>
/// Changes of running in the making, for code in the host: a snapshot of running and edits on it. It reads its own writes, and holds nothing: others commit meanwhile. Its commit
/// succeeds unless somebody else has changed since what it changes, or what it has read by <see cref="Read"/>. Not for several threads at a time.
/// </summary>
public sealed class ConfigurationTransaction
{
    private readonly ConfigurationEditor _editor;
    private readonly Session _session;
    private readonly ConfigurationTransaction? _outer;
    private readonly List<DataPath> _reads;
    private readonly DatastoreSnapshot _base;
    private bool _isEnded;

    internal ConfigurationTransaction(ConfigurationEditor editor, Session session, DatastoreSnapshot running)
    {
        _editor = editor;
        _session = session;
        _base = running;
        _reads = [];
        Content = running.Tree;
    }

    private ConfigurationTransaction(ConfigurationTransaction outer)
    {
        _editor = outer._editor;
        _session = outer._session;
        _outer = outer;
        _base = outer._base;
        _reads = [];
        Content = outer.Content;
    }

    /// <summary>Running as it was at the beginning, with the edits made so far. Looking at it is no read that others' changes conflict with: <see cref="Read"/> is.</summary>
    public DataTree Content { get; private set; }

    /// <summary>Reads a node, and makes the commit depend on nobody else changing it, or anything below it, meanwhile.</summary>
    /// <param name="path">The node.</param>
    /// <param name="node">The node, when it is there.</param>
    /// <returns>Whether it is there.</returns>
    public bool Read(DataPath path, out DataNode node)
    {
        Demand();
        _reads.Add(path);
        return Content.TryFind(path, out node);
    }

    /// <summary>Edits it: all or nothing.</summary>
    /// <param name="edits">In order.</param>
    /// <exception cref="RpcErrorException">One doesn't apply.</exception>
    public void Edit(params IReadOnlyList<Edit> edits)
    {
        Demand();
        Content = _editor.ApplyTo(Content, edits);
    }

    /// <summary>Begins a transaction in this one: its commit brings its edits here, its abort leaves this one as it is. One at a time.</summary>
    public ConfigurationTransaction Begin()
    {
        Demand();
        return new ConfigurationTransaction(this);
    }

    /// <summary>What a commit would break, as things are now; empty when it would succeed. Locks are not looked at.</summary>
    public IReadOnlyList<RpcError> Validate()
    {
        Demand();
        return _editor.Check(_session, _base, Content, _reads);
    }

    /// <summary>A dry run: what a commit would change of running as it is now, as far as the session may read it.</summary>
    /// <returns>A JSON array of edits, as <see cref="DiffEncoder"/> writes it.</returns>
    /// <exception cref="RpcErrorException">It would not succeed; with all errors.</exception>
    public string Preview()
    {
        var errors = Validate();
        return errors.Count == 0 ? _editor.Preview(_session, Edits()) : throw new RpcErrorException(errors);
    }

    /// <summary>Commits it; an inner one into the outer one, where no options count.</summary>
    /// <param name="options">Label and comment; null for none.</param>
    /// <param name="cancellationToken">Gives up, unless it is decided already.</param>
    /// <returns>Running before and after; of an inner one, the content before it and after.</returns>
    /// <exception cref="RpcErrorException">It is refused, and can be tried again or aborted; app-tag <c>conflict</c> names the node, the other user and the time.</exception>
    public async Task<EditResult> CommitAsync(CommitOptions? options, CancellationToken cancellationToken)
    {
        Demand();
        if (_outer is null)
        {
            var result = await _editor.CommitAsync(_session, _base, Content, Edits(), _reads, options ?? new CommitOptions(), cancellationToken).ConfigureAwait(false);
            _isEnded = true;
            return result;
        }

        _outer.Demand();
        var before = _outer.Content;
        _outer.Content = Content;
        _outer._reads.AddRange(_reads);
        _isEnded = true;
        return new EditResult(_base with { Tree = before }, _base with { Tree = Content }, []);
    }

    /// <summary>Forgets it.</summary>
    public void Abort() => _isEnded = true;

    // By what they come to: what was made and unmade again touches nothing.
    private IReadOnlyList<Edit> Edits() => DiffDecoder.Decode(Content.Schema, DiffEncoder.Encode(new DataDiff(_base.Tree, Content)));

    private void Demand()
    {
        if (_isEnded) throw new InvalidOperationException("The transaction was committed or aborted.");
    }
}
