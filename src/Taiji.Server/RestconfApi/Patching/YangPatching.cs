using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.RestconfApi.Patching;

/// <summary>PATCH with a YANG Patch (RFC 8072): an ordered list of edits, all done or none.</summary>
internal static class YangPatching
{
    /// <summary>Answers.</summary>
    public static async Task HandleAsync(RestconfExchange exchange)
    {
        var resource = exchange.Target.Path!;
        var id = "";
        string? comment = null;
        try
        {
            var edits = await RequestBody.ReadPatchAsync(exchange, patch =>
            {
                (id, comment) = (patch.Id, patch.Comment);
                return new PatchBinder(exchange.Schema, resource, Locations.PathOf(exchange, new DataPath(exchange.Schema)).TrimEnd('/')).Bind(patch);
            }).ConfigureAwait(false);
            var guard = new PatchGuard(exchange, edits);
            var result = await DataEditing.ApplyAsync(exchange, [.. edits.Select(e => e.Edit)], guard, comment is null ? $"yang-patch {id}" : $"yang-patch {id}: {comment}").ConfigureAwait(false);
            exchange.SetVersion(result.After);
            await PatchStatus.WriteOkAsync(exchange, id).ConfigureAwait(false);
        }
        catch (PatchException e)
        {
            exchange.Session.Counters.CountOutRpcError();
            await PatchStatus.WriteAsync(exchange, id, e).ConfigureAwait(false);
        }
        catch (RpcErrorException e)
        {
            exchange.Session.Counters.CountOutRpcError();
            await PatchStatus.WriteAsync(exchange, RestconfError.StatusOf(e.Errors[0]), id, e.Errors).ConfigureAwait(false);
        }
    }

    /// <summary>Checks the target resource, the conditions and each edit at the moment of the patch.</summary>
    private sealed class PatchGuard(RestconfExchange exchange, BoundEdit[] edits) : IEditGuard
    {
        private readonly EditGuard _target = new(exchange, exchange.Target.Path!, TargetRule.MustExist);

        public Exception? Refusal { get; private set; }

        public RpcError? Check(DatastoreSnapshot snapshot)
        {
            Refusal = null;
            if (_target.Check(snapshot) is { } error)
            {
                Refusal = _target.Refusal;
                return error;
            }

            if (PatchRehearsal.Run(snapshot.Tree, edits) is not { } failure) return null;
            Refusal = new PatchException([failure]);
            return failure.Errors[0];
        }
    }
}
