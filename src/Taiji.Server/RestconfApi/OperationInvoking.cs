using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Server.RestconfApi;

/// <summary>POST on an operation resource: invokes an rpc or action (RFC 8040 §3.6, §4.4.2).</summary>
internal static class OperationInvoking
{
    public static async Task PostAsync(RestconfExchange exchange)
    {
        var operation = exchange.Target.Operation!;
        var input = await RequestBody.ReadAsync(exchange, allowState: true, body => body is null ? DataTree.Empty(exchange.Schema, operation.Input) : Read(body, operation)).ConfigureAwait(false);
        DataTree output;
        try
        {
            output = await exchange.Operations.InvokeAsync(exchange.Session, operation, exchange.Target.Path, input, exchange.Aborted).ConfigureAwait(false);
        }
        catch (RpcErrorException e) when (e.Errors.Any(error => error.IsOfInput))
        {
            throw new RpcErrorException([.. e.Errors.Select(error => error.IsOfInput ? Located(error, operation) : error)]);
        }

        await DataReplies.WriteOutputAsync(exchange, output).ConfigureAwait(false);
    }

    private static DataTree Read(RequestBody body, OperationNode operation)
    {
        try
        {
            return body.ReadInput(operation);
        }
        catch (RpcErrorException e)
        {
            // Not accepted before anything of the application saw it: of the protocol, as in the example of §3.6.3.
            throw new RpcErrorException([.. e.Errors.Select(error => Located(error, operation) with { Type = error.Type == ErrorType.Application ? ErrorType.Protocol : error.Type })]);
        }
    }

    /// <summary>Where an error is, as clients see the input (§3.6.3): <c>/example-ops:input/delay</c>.</summary>
    private static RpcError Located(RpcError error, OperationNode operation)
    {
        if (error.Path is not ['/', .. var rest]) return error;
        var module = operation.Module.Name + ":";
        return error with { Path = $"/{module}input/{(rest.StartsWith(module, StringComparison.Ordinal) ? rest[module.Length..] : rest)}", IsOfInput = false };
    }
}
