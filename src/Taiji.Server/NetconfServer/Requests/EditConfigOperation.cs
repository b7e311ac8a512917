using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>edit-config (RFC 6241 §7.2).</summary>
internal sealed class EditConfigOperation : INetconfOperation
{
    private readonly OperationContext _context;
    private Datastore? _target;
    private EditOperation _defaultOperation = EditOperation.Merge;
    private TestOption _testOption = TestOption.TestThenSet;
    // By default the edit stops at the first error (RFC 6241 §7.2); a client that doesn't ask for half an edit isn't given one.
    private ErrorOption _errorOption = ErrorOption.RollbackOnError;
    private EditOperation _readAs;
    private IReadOnlyList<Edit>? _edits;
    private bool _commits;
    private bool _copiesToStartup;

    private EditConfigOperation(OperationContext context) => _context = context;

    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        var operation = new EditConfigOperation(context);
        operation._commits = MessageAttributes.IsTrue(request, "autocommit", context.Local.IsLocal);
        operation._copiesToStartup = MessageAttributes.IsTrue(request, "copystartup", context.Local.IsLocal);
        operation.ReadParameters(context.Parameters(request), EditOperation.Merge);
        if (operation._defaultOperation == operation._readAs || operation._edits is null) return operation.Checked();

        // The default-operation came after the config whose meaning depends on it: once more, knowing it.
        var again = new EditConfigOperation(context) { _commits = operation._commits, _copiesToStartup = operation._copiesToStartup };
        request.Restart();
        again.ReadParameters(context.Parameters(request), operation._defaultOperation);
        return again.Checked();
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var options = new EditOptions { ErrorOption = _errorOption, TestOption = _testOption };
        var result = await _context.Operations.EditAsync(_context.Session, _target!.Value, _edits!, options, cancellationToken);
        if (!_commits) return NetconfReply.OkOr(result.Warnings);
        try
        {
            var committed = await _context.Operations.CommitAsync(_context.Session, cancellationToken);
            if (_copiesToStartup) await _context.Operations.CopyConfigAsync(_context.Session, Datastore.Running, Datastore.Startup, cancellationToken);
            return NetconfReply.OkOr([.. result.Warnings, .. committed.Warnings]);
        }
        catch (RpcErrorException)
        {
            await _context.Operations.DiscardChangesAsync(_context.Session, cancellationToken);
            throw;
        }
    }

    private void ReadParameters(ParameterReader parameters, EditOperation assumed)
    {
        _defaultOperation = assumed;
        while (parameters.Read())
        {
            switch (parameters.Name)
            {
                case "target":
                    _target = DatastoreParameter.ReadDatastore(parameters, _context);
                    break;
                case "default-operation":
                    _defaultOperation = ParseDefaultOperation(parameters.ReadText());
                    break;
                case "test-option":
                    _testOption = ParseTestOption(parameters.ReadText());
                    break;
                case "error-option":
                    _errorOption = ParseErrorOption(parameters.ReadText());
                    break;
                case "config":
                    _readAs = _defaultOperation;
                    _edits = _context.ConfigReader.ReadEdits(parameters.Xml, _defaultOperation);
                    break;
                case "url":
                    throw ProtocolErrors.NotSupported("The capability :url is not advertised (RFC 6241 §8.8).");
                default:
                    throw parameters.Unknown();
            }
        }
    }

    private EditConfigOperation Checked()
    {
        if (_target is null) throw ProtocolErrors.MissingElement("target", "edit-config needs a <target>.");
        if (_commits && _target != Datastore.Candidate) throw ProtocolErrors.BadAttribute("edit-config", "autocommit", "autocommit is for edits of the candidate.");
        if (_copiesToStartup && !_commits) throw ProtocolErrors.MissingAttribute("edit-config", "autocommit", "copystartup needs autocommit.");
        return _edits is null ? throw ProtocolErrors.MissingElement("config", "edit-config needs a <config>.") : this;
    }

    /// <summary>Reads a default-operation.</summary>
    /// <param name="text">Its text.</param>
    public static EditOperation ParseDefaultOperation(string text) => text switch
    {
        "merge" => EditOperation.Merge,
        "replace" => EditOperation.Replace,
        "none" => EditOperation.None,
        _ => throw ProtocolErrors.BadElement("default-operation", $"default-operation is \"{text}\", not merge, replace or none."),
    };

    private static TestOption ParseTestOption(string text) => text switch
    {
        "test-then-set" => TestOption.TestThenSet,
        "set" => TestOption.Set,
        "test-only" => TestOption.TestOnly,
        _ => throw ProtocolErrors.BadElement("test-option", $"test-option is \"{text}\", not test-then-set, set or test-only."),
    };

    private static ErrorOption ParseErrorOption(string text) => text switch
    {
        "stop-on-error" => ErrorOption.StopOnError,
        "continue-on-error" => ErrorOption.ContinueOnError,
        "rollback-on-error" => ErrorOption.RollbackOnError,
        _ => throw ProtocolErrors.BadElement("error-option", $"error-option is \"{text}\", not stop-on-error, continue-on-error or rollback-on-error."),
    };
}
