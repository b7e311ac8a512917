using Microsoft.AspNetCore.Http;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi;

/// <summary>What must be there for an edit.</summary>
internal enum TargetRule
{
    /// <summary>The resource that the request's path names, the parent of what is created (RFC 8040 §4.4.1): 404 otherwise.</summary>
    ParentMustExist,

    /// <summary>The parent of what is put (RFC 8040 §3: a resource exists only in its parent): 409 data-missing otherwise.</summary>
    ParentMustExistOrConflict,

    /// <summary>The target, non-presence containers counted as there (RFC 8040 §4.6): 404 otherwise.</summary>
    MustExist,

    /// <summary>The target with data (RFC 8040 §4.7): 404 otherwise.</summary>
    MustHaveData,
}

/// <summary>Says at the very moment of an edit whether it may be done.</summary>
internal interface IEditGuard
{
    /// <summary>Why <see cref="Check"/> refused the edit; null when it didn't.</summary>
    Exception? Refusal { get; }

    /// <summary>An <see cref="Datastores.EditOptions.Precondition"/>.</summary>
    /// <param name="snapshot">The content before the edit.</param>
    RpcError? Check(DatastoreSnapshot snapshot);
}

/// <summary>Checks an edit's target and the request's conditional headers at the very moment of the edit.</summary>
internal sealed class EditGuard : IEditGuard
{
    private readonly RestconfExchange _exchange;
    private readonly DataPath _target;
    private readonly TargetRule _rule;
    private readonly Conditions _conditions;

    public EditGuard(RestconfExchange exchange, DataPath target, TargetRule rule)
    {
        _exchange = exchange;
        _target = target;
        _rule = rule;
        _conditions = new Conditions(exchange.Context.Request.Headers);
    }

    /// <summary>Why <see cref="Check"/> refused the edit, with the status.</summary>
    public RestconfException? Refusal { get; private set; }

    Exception? IEditGuard.Refusal => Refusal;

    /// <inheritdoc/>
    public RpcError? Check(DatastoreSnapshot snapshot)
    {
        // Conditions count only where the request would succeed without them (RFC 9110 §13.2.1).
        Refusal = CheckTarget(snapshot.Tree);
        if (Refusal is null && !_conditions.IsEmpty && _conditions.CheckWrite(_exchange.VersionOf(snapshot), ConditionalExists(snapshot.Tree)) is not null)
        {
            _exchange.SetVersion(snapshot);
            Refusal = DataReplies.PreconditionFailed();
        }

        return Refusal?.Error;
    }

    private RestconfException? CheckTarget(DataTree tree)
    {
        switch (_rule)
        {
            case TargetRule.ParentMustExist when !FoundData.TryWalk(tree, _target.Parent, out _):
                return RestconfException.NotFound($"There is no instance '{_target.Parent}' to create '{_target.Node.Name}' in.");
            case TargetRule.ParentMustExistOrConflict when !FoundData.TryWalk(tree, _target.Parent, out _):
                return Missing(_target.Parent);
            case TargetRule.MustExist when !FoundData.TryWalk(tree, _target, out _):
            case TargetRule.MustHaveData when !tree.TryFind(_target, out _):
                return RestconfException.NotFound($"There is no instance '{_target}'.");
            default:
                return null;
        }
    }

    private bool ConditionalExists(DataTree tree) => _rule != TargetRule.ParentMustExistOrConflict || _target.IsRoot || tree.TryFind(_target, out _);

    private static RestconfException Missing(DataPath parent) => new(StatusCodes.Status409Conflict, new RpcError
    {
        Type = ErrorType.Application,
        Tag = ErrorTag.DataMissing,
        Path = parent.ToString(),
        Message = $"'{parent}': the parent resource doesn't exist.",
    });
}
