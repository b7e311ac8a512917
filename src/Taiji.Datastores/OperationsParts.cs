using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Commit;
using Taiji.Datastores.Events;
using Taiji.Datastores.Rollbacks;
using Taiji.Datastores.Rpcs;
using Taiji.Datastores.Sessions;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions;

namespace Taiji.Datastores;

/// <summary>What <see cref="Operations"/> is a façade of; the engine wires them.</summary>
internal sealed record OperationsParts
{
    public required SessionTable Sessions { get; init; }

    public required DatastoreReader Reader { get; init; }

    public required ConfigurationEditor Editor { get; init; }

    public required CandidateEditor CandidateEditor { get; init; }

    public required DatastoreCopier Copier { get; init; }

    public required TransactionSteps Transactions { get; init; }

    public required ChangePreview Preview { get; init; }

    public required SessionControl Control { get; init; }

    public required LockTable Locks { get; init; }

    public required OperationInvoker Invoker { get; init; }

    public required NotificationHub Hub { get; init; }

    public required Confirmations Confirmations { get; init; }

    public required RollbackStore Rollbacks { get; init; }

    public required ErrorView Errors { get; init; }

    public required ModificationTimes Times { get; init; }
}
