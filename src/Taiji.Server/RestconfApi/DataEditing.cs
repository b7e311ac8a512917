using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>POST, PUT, PATCH and DELETE on a datastore or data resource (RFC 8040 §4.4.1, §4.5–§4.7). Each is one edit of the datastore, committed at once (§1.4).</summary>
internal static class DataEditing
{
    /// <summary>Creates a child resource (§4.4.1).</summary>
    public static async Task PostAsync(RestconfExchange exchange)
    {
        var parent = exchange.Target.Path!;
        var edit = await RequestBody.ReadAsync(exchange, allowState: false, body =>
        {
            var (path, payload) = Required(body).ReadResource(parent);
            return new Edit(EditOperation.Create, path, payload, InsertPositions.Of(exchange, path));
        }).ConfigureAwait(false);
        var result = await ApplyAsync(exchange, edit, new EditGuard(exchange, edit.Target, TargetRule.ParentMustExist)).ConfigureAwait(false);
        var response = exchange.Context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = Locations.Of(exchange, edit.Target);
        exchange.SetVersion(result.After, edit.Target);
    }

    /// <summary>Creates or replaces (§4.5).</summary>
    public static async Task PutAsync(RestconfExchange exchange)
    {
        var target = exchange.Target.Path!;
        var edit = await RequestBody.ReadAsync(exchange, allowState: false, body => target.IsRoot
            ? new Edit(EditOperation.Replace, target, Required(body).ReadDatastore())
            : new Edit(EditOperation.Replace, target, ReadTarget(Required(body), target), InsertPositions.Of(exchange, target))).ConfigureAwait(false);
        var result = await ApplyAsync(exchange, edit, new EditGuard(exchange, target, TargetRule.ParentMustExistOrConflict)).ConfigureAwait(false);
        exchange.Context.Response.StatusCode = target.IsRoot || result.Before.Tree.TryFind(target, out _) ? StatusCodes.Status204NoContent : StatusCodes.Status201Created;
        if (exchange.Context.Response.StatusCode == StatusCodes.Status201Created) exchange.Context.Response.Headers.Location = Locations.Of(exchange, target);
        exchange.SetVersion(result.After);
    }

    /// <summary>Merges: a plain patch (§4.6.1).</summary>
    public static async Task PatchAsync(RestconfExchange exchange)
    {
        var target = exchange.Target.Path!;
        var edit = await RequestBody.ReadAsync(exchange, allowState: false, body =>
            new Edit(EditOperation.Merge, target, target.IsRoot ? Required(body).ReadDatastore() : ReadTarget(Required(body), target, target.Steps[^1]))).ConfigureAwait(false);
        var result = await ApplyAsync(exchange, edit, new EditGuard(exchange, target, TargetRule.MustExist)).ConfigureAwait(false);
        exchange.Context.Response.StatusCode = StatusCodes.Status204NoContent;
        exchange.SetVersion(result.After);
    }

    /// <summary>Deletes (§4.7).</summary>
    public static async Task DeleteAsync(RestconfExchange exchange)
    {
        var target = exchange.Target.Path!;
        await ApplyAsync(exchange, new Edit(EditOperation.Delete, target), new EditGuard(exchange, target, TargetRule.MustHaveData)).ConfigureAwait(false);
        exchange.Context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task<EditResult> ApplyAsync(RestconfExchange exchange, Edit edit, EditGuard guard) => ApplyAsync(exchange, [edit], guard, null);

    /// <summary>Edits what the target resource is in.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="edits">All or none.</param>
    /// <param name="guard">Asked at the moment of the edit.</param>
    /// <param name="comment">Kept with the commit.</param>
    internal static async Task<EditResult> ApplyAsync(RestconfExchange exchange, IReadOnlyList<Edit> edits, IEditGuard guard, string? comment)
    {
        var query = exchange.Query;
        if (query.DryRun is { } format) throw await DryRun.RunAsync(exchange, edits, guard, format).ConfigureAwait(false);
        try
        {
            if (exchange.Target.Named == Datastore.Candidate) DemandNothingOfCommits(query);
            var options = new EditOptions { Precondition = guard.Check, Comment = query.RollbackComment ?? comment, Label = query.RollbackLabel, SavesStartup = exchange.Options.UpdatesStartup };
            var result = exchange.Target.Named is { } datastore
                ? await exchange.Operations.EditAsync(exchange.Session, datastore, edits, options, exchange.Aborted).ConfigureAwait(false)
                : await exchange.Operations.ApplyAsync(exchange.Session, edits, options, exchange.Aborted).ConfigureAwait(false);
            // Nothing changed, nothing to take back.
            if (query.WantsRollbackId && result.After.Sequence != result.Before.Sequence) exchange.Context.Response.Headers["Rollback-Id"] = result.After.Sequence.ToString(CultureInfo.InvariantCulture);
            return result;
        }
        catch (RpcErrorException) when (guard.Refusal is not null)
        {
            throw guard.Refusal;
        }
    }

    private static void DemandNothingOfCommits(QueryParameters query)
    {
        if (query.RollbackLabel is null && query.RollbackComment is null && !query.WantsRollbackId) return;
        throw RestconfException.BadRequest("The query parameters 'rollback-label', 'rollback-comment' and 'rollback-id' are of commits: an edit of a candidate is none, until the candidate is committed.");
    }

    private static RequestBody Required(RequestBody? body) => body ?? throw RestconfException.BadRequest("The request needs a body.");

    /// <summary>The body of a PUT or PATCH must be the target itself, the key values of its list entry or its leaf-list value included (§4.5, §4.6.1).</summary>
    private static DataTree ReadTarget(RequestBody body, DataPath target, DataPathStep? implied = null)
    {
        var (path, payload) = body.ReadResource(target.Parent, implied);
        DemandSame(path, target);
        return payload;
    }

    /// <summary>Refuses a value that is for another resource than the one named.</summary>
    /// <param name="path">The value's.</param>
    /// <param name="target">What was named.</param>
    /// <exception cref="RestconfException">400.</exception>
    internal static void DemandSame(DataPath path, DataPath target)
    {
        if (path.Node != target.Node) throw RestconfException.BadRequest($"The body holds '{path.Node.Name}'; the target resource is '{target.Node.Name}'.");
        var named = target.Steps[^1].Key;
        var given = path.Steps[^1].Key;
        if (named is { } a && !(given is { } b && a.Span.SequenceEqual(b.Span)))
        {
            throw RestconfException.BadRequest(target.Node is ListNode
                ? $"The key of the entry in the body is not that of the request's path '{target}'."
                : $"The value in the body is not that of the request's path '{target}'.");
        }
    }
}
