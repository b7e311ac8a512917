using System.Text;
using Microsoft.AspNetCore.Http;
using Taiji.Datastores;
using Taiji.Datastores.Store;
using Taiji.Datastores.Transactions.Differences;
using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi;

/// <summary>Answers an edit with <c>dry-run</c>: everything is checked as for the edit itself, and what it would change is told.</summary>
internal static class DryRun
{
    /// <summary>Checks, and tells.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="edits">The edits.</param>
    /// <param name="guard">Asked as for the edit.</param>
    /// <param name="format">How to tell.</param>
    /// <returns>The answer, to be thrown: the edit's own answer would say that it was done.</returns>
    public static async Task<DryRunReply> RunAsync(RestconfExchange exchange, IReadOnlyList<Edit> edits, IEditGuard guard, DiffFormat format)
    {
        if (exchange.Target.Named is not (null or Datastore.Running)) throw RestconfException.BadRequest("The query parameter 'dry-run' is for edits of running.");
        var read = await exchange.Operations.ReadAsync(exchange.Session, new ReadRequest(Datastore.Running), exchange.Aborted).ConfigureAwait(false);
        if (guard.Check(read.Snapshot) is not null) throw guard.Refusal!;
        var transaction = exchange.Operations.Begin(exchange.Session);
        transaction.Edit(edits);
        return new DryRunReply(transaction.DryRun(format), format);
    }
}

/// <summary>What an edit would change.</summary>
/// <param name="changes">Told in a format.</param>
/// <param name="format">Which.</param>
internal sealed class DryRunReply(string changes, DiffFormat format) : Exception
{
    /// <summary>Sends it: 200.</summary>
    /// <param name="context">The exchange.</param>
    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = format switch
        {
            DiffFormat.Json => "application/json",
            DiffFormat.Xml => "application/xml; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        };
        await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(changes), context.RequestAborted).ConfigureAwait(false);
    }
}
