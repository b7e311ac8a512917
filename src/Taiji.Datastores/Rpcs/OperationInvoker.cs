using Microsoft.Extensions.Logging;
using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Auditing;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Rpcs;

/// <summary>Invokes rpcs and actions (RFC 7950 §7.14, §7.15): access, target, input checked before; output after.</summary>
internal sealed partial class OperationInvoker
{
    /// <summary>The error-app-tag of a handler's answer that the schema doesn't allow; the error's path is that of the first node that is wrong, from the output on.</summary>
    public const string InvalidOutput = "invalid-output";

    private readonly IReadOnlyDictionary<OperationNode, IOperationHandler> _handlers;
    private readonly RunningStore _running;
    private readonly StateReader _state;
    private readonly IChangeValidator _validator;
    private readonly IAccessControl? _accessControl;
    private readonly AuditTrail _audit;
    private readonly ILogger _logger;

    /// <summary>Makes the invoker.</summary>
    /// <param name="handlers">Who does what.</param>
    /// <param name="running">What the parameters may lean on.</param>
    /// <param name="state">Finds targets that are state.</param>
    /// <param name="validator">The schema's constraints.</param>
    /// <param name="accessControl">Null permits everything.</param>
    /// <param name="audit">Is told what was invoked.</param>
    /// <param name="logger">Hears of failures.</param>
    public OperationInvoker(
        IReadOnlyDictionary<OperationNode, IOperationHandler> handlers, RunningStore running, StateReader state, IChangeValidator validator,
        IAccessControl? accessControl, AuditTrail audit, ILogger logger)
    {
        _handlers = handlers;
        _running = running;
        _state = state;
        _validator = validator;
        _accessControl = accessControl;
        _audit = audit;
        _logger = logger;
    }

    /// <summary>Refuses an operation that access control doesn't permit.</summary>
    /// <param name="session">Who.</param>
    /// <param name="operation">Which.</param>
    /// <param name="target">The action's data node.</param>
    public void Authorise(Session session, OperationNode operation, DataPath? target)
    {
        if (_accessControl?.CheckExecute(_running.Current.Tree, session, operation, target) is { } denied) throw Refuse(session, denied);
    }

    /// <summary>As the other one, for a protocol's operation that the schema doesn't have.</summary>
    /// <param name="session">Who.</param>
    /// <param name="module">The name of the module that defines it.</param>
    /// <param name="operation">Its name.</param>
    public void Authorise(Session session, string module, string operation)
    {
        if (_accessControl?.CheckExecute(_running.Current.Tree, session, module, operation) is { } denied) throw Refuse(session, denied);
    }

    private RpcErrorException Refuse(Session session, RpcError denied)
    {
        var refusal = new RpcErrorException(denied);
        _audit.Refused(session, "invoke", refusal);
        return refusal;
    }

    /// <summary>What a session may do with the instances of a schema node.</summary>
    /// <param name="session">Who.</param>
    /// <param name="node">The data node, rpc or action.</param>
    public SchemaPermissions PermissionsOn(Session session, SchemaNode node) =>
        _accessControl?.PermissionsOn(_running.Current.Tree, session, node) ?? SchemaPermissions.All;

    /// <summary>Whether a command may be seen or used.</summary>
    /// <param name="session">Who.</param>
    /// <param name="context">Where.</param>
    /// <param name="command">Which.</param>
    /// <param name="access">What for.</param>
    public bool MayUseCommand(Session session, string context, string command, CommandAccess access) =>
        _accessControl?.MayUseCommand(_running.Current.Tree, session, context, command, access) != false;

    /// <summary>Invokes.</summary>
    /// <param name="invocation">What.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    /// <returns>The output, checked.</returns>
    public async Task<DataTree> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        Authorise(invocation.Session, invocation.Operation, invocation.Target);
        var target = invocation.Target is { } node ? $"{node}/{invocation.Operation.Name}" : invocation.Operation.SchemaPath;
        invocation.Session.Enter();
        try
        {
            var output = await InvokeAuthorisedAsync(invocation, cancellationToken).ConfigureAwait(false);
            if (_audit.IsKept) _audit.Record(AuditRecord.Of(invocation.Session, "invoke", "ok", target));
            return output;
        }
        catch (RpcErrorException e)
        {
            _audit.Refused(invocation.Session, "invoke", e, target);
            throw;
        }
        finally
        {
            invocation.Session.Leave();
        }
    }

    private async Task<DataTree> InvokeAuthorisedAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var operation = invocation.Operation;
        if (!_handlers.TryGetValue(operation, out var handler)) throw Errors.NotSupported($"{operation.Name} is not supported by this server.");
        var content = await FindTargetAsync(invocation, cancellationToken).ConfigureAwait(false);
        Demand([.. _validator.CheckParameters(invocation.Input, content, invocation.Target).Select(e => e with { IsOfInput = true })]);

        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, invocation.Session.Closed);
        DataTree output;
        try
        {
            output = await handler.InvokeAsync(invocation, linked.Token).ConfigureAwait(false) ?? DataTree.Empty(invocation.Input.Schema, operation.Output);
        }
        catch (RpcErrorException)
        {
            throw;
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            if (cancellationToken.IsCancellationRequested) throw;
            throw Errors.Failed("The session has ended.");
        }
#pragma warning disable CA1031 // A user's code may throw anything: the client hears that it failed, the log why.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(operation.SchemaPath, e);
            throw Errors.Failed($"{operation.Name} failed; the server's log says why.");
        }

        CheckOutput(operation, output);
        return output;
    }

    private async ValueTask<DataTree> FindTargetAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var running = _running.Current.Tree;
        if (invocation.Target is not { } target || running.TryFind(target, out _)) return running;
        var operational = (await _state.ReadAsync(running, running, [target], true, default, cancellationToken).ConfigureAwait(false)).Tree;
        if (operational.TryFind(target, out _) || IsEmptyContainer(operational, target)) return operational;
        throw new RpcErrorException(new RpcError
        {
            Type = ErrorType.Application, Tag = ErrorTag.DataMissing, Path = target.ToString(), Message = $"{invocation.Operation.Name} was invoked on a node that does not exist.",
        });
    }

    // A non-presence container exists whenever what it is in does (RFC 7950 §7.5.1).
    private static bool IsEmptyContainer(DataTree tree, DataPath path) =>
        path.Node is ContainerNode { IsPresence: false } && (path.Parent.IsRoot || tree.TryFind(path.Parent, out _) || IsEmptyContainer(tree, path.Parent));

    private void CheckOutput(OperationNode operation, DataTree output)
    {
        var errors = output.RootNode != operation.Output
            ? [Errors.FailedError($"the output is rooted at {output.RootNode.SchemaPath}")]
            : _validator.CheckParameters(output, _running.Current.Tree, null);
        if (errors.Count == 0) return;
        LogInvalidOutput(operation.SchemaPath, string.Join("; ", errors));
        throw new RpcErrorException(
            Errors.FailedError($"{operation.Name} gave an answer that its module does not allow; the server's log says which.") with { AppTag = InvalidOutput, Path = errors[0].Path });
    }

    private static void Demand(IReadOnlyList<RpcError> errors)
    {
        if (errors.Count > 0) throw new RpcErrorException(errors);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Operation} failed")]
    private partial void LogFailed(string operation, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Operation} gave an invalid output: {Errors}")]
    private partial void LogInvalidOutput(string operation, string errors);
}
