using Taiji.Datastores.Store;
using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.SessionMethods;

/// <summary>Throws the candidate's changes away.</summary>
internal sealed class ResetCandidate() : JsonRpcMethod("reset_candidate_db")
{
    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call) =>
        await call.Server.Operations.DiscardChangesAsync(call.Session.Datastores, call.Cancelled).ConfigureAwait(false);
}

/// <summary>Locks a datastore for the session.</summary>
internal sealed class LockDatabase() : JsonRpcMethod("lock_db", Parameter.OneOf("db", "startup", "running", "candidate"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Server.Operations.Lock(call.Session.Datastores, Enum.Parse<Datastore>(call.Arguments.Text("db"), ignoreCase: true));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Releases a lock.</summary>
internal sealed class UnlockDatabase() : JsonRpcMethod("unlock_db", Parameter.OneOf("db", "startup", "running", "candidate"))
{
    /// <inheritdoc/>
    public override ValueTask InvokeAsync(MethodCall call)
    {
        call.Server.Operations.Unlock(call.Session.Datastores, Enum.Parse<Datastore>(call.Arguments.Text("db"), ignoreCase: true));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Makes startup what running is.</summary>
internal sealed class CopyRunningToStartup() : JsonRpcMethod("copy_running_to_startup_db")
{
    /// <inheritdoc/>
    public override async ValueTask InvokeAsync(MethodCall call) =>
        await call.Server.Operations.CopyConfigAsync(call.Session.Datastores, Datastore.Running, Datastore.Startup, call.Cancelled).ConfigureAwait(false);
}
