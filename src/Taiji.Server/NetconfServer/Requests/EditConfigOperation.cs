using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Netconf.Serving;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.Requests;

/// <summary>edit-config (RFC 6241 §7.2).</summary>
internal sealed class EditConfigOperation : INetconfOperation
{
    private readonly OperationContext _context;
    private Datastore? _target;
    private TestOption _testOption = TestOption.TestThenSet;
    // By default the edit stops at the first error (RFC 6241 §7.2); a client that doesn't ask for half an edit isn't given one.
    private ErrorOption _errorOption = ErrorOption.RollbackOnError;
    private EditParameters? _edit;
    private bool _commits;
    private bool _copiesToStartup;

    private EditConfigOperation(OperationContext context) => _context = context;

    /// <summary>Reads it.</summary>
    public static INetconfOperation Read(OperationContext context, RpcRequest request)
    {
        var operation = new EditConfigOperation(context)
        {
            _commits = MessageAttributes.IsTrue(request, "autocommit", context.Local.IsLocal),
            _copiesToStartup = MessageAttributes.IsTrue(request, "copystartup", context.Local.IsLocal),
        };
        operation._edit = EditParameters.Read(context, request, operation.TryRead);
        operation.Check();
        return operation;
    }

    /// <inheritdoc/>
    public async ValueTask<NetconfReply> ExecuteAsync(CancellationToken cancellationToken)
    {
        var edits = await _edit!.EditsAsync(cancellationToken);
        var options = new EditOptions { ErrorOption = _errorOption, TestOption = _testOption, Precondition = _edit.Creation.Precondition, Conditions = _edit.Versions.Conditions };
        var result = await _context.Operations.EditAsync(_context.Session, _target!.Value, edits, options, cancellationToken);
        if (!_commits) return _edit.Creation.Reply(result.Warnings, await _edit.Versions.OutcomeAsync(result.After, _target == Datastore.Running, cancellationToken));
        try
        {
            var committed = await _context.Operations.CommitAsync(_context.Session, cancellationToken);
            if (_copiesToStartup) await _context.Operations.CopyConfigAsync(_context.Session, Datastore.Running, Datastore.Startup, cancellationToken);
            return _edit.Creation.Reply([.. result.Warnings, .. committed.Warnings], await _edit.Versions.OutcomeAsync(committed.After, true, cancellationToken));
        }
        catch (RpcErrorException)
        {
            await _context.Operations.DiscardChangesAsync(_context.Session, cancellationToken);
            throw;
        }
    }

    private bool TryRead(ParameterReader parameters)
    {
        switch (parameters.Name)
        {
            case "target":
                _target = DatastoreParameter.ReadDatastore(parameters, _context);
                return true;
            case "test-option":
                _testOption = ParseTestOption(parameters.ReadText());
                return true;
            case "error-option":
                _errorOption = ParseErrorOption(parameters.ReadText());
                return true;
            default:
                return false;
        }
    }

    private void Check()
    {
        if (_target is null) throw ProtocolErrors.MissingElement("target", "edit-config needs a <target>.");
        if (_commits && _target != Datastore.Candidate) throw ProtocolErrors.BadAttribute("edit-config", "autocommit", "autocommit is for edits of the candidate.");
        if (_copiesToStartup && !_commits) throw ProtocolErrors.MissingAttribute("edit-config", "autocommit", "copystartup needs autocommit.");
        if (_copiesToStartup) _context.Operations.Datastores.Demand(Datastore.Startup);
    }

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
