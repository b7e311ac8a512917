using Taiji.Yang.Data;

namespace Taiji.Server.RestconfApi;

/// <summary>POST on an operation resource: invokes an rpc or action (RFC 8040 §3.6, §4.4.2).</summary>
internal static class OperationInvoking
{
    public static async Task PostAsync(RestconfExchange exchange)
    {
        var operation = exchange.Target.Operation!;
        var input = await RequestBody.ReadAsync(
            exchange, allowState: true, body => body?.ReadInput(operation) ?? DataTree.Empty(exchange.Schema, operation.Input)).ConfigureAwait(false);
        var output = await exchange.Operations.InvokeAsync(exchange.Session, operation, exchange.Target.Path, input, exchange.Aborted).ConfigureAwait(false);
        await DataReplies.WriteOutputAsync(exchange, output).ConfigureAwait(false);
    }
}
