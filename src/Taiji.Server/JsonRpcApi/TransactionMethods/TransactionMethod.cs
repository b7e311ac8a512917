using Taiji.Server.JsonRpcApi.Protocol;

namespace Taiji.Server.JsonRpcApi.TransactionMethods;

/// <summary>A method that takes a transaction: it has it for itself, and leaves the request's trace context with it.</summary>
/// <param name="name">Its name.</param>
/// <param name="parameters">Its parameters beside <c>th</c>.</param>
internal abstract class TransactionMethod(string name, params IReadOnlyList<Parameter> parameters) : JsonRpcMethod(name, [Parameter.Integer("th"), .. parameters])
{
    /// <summary>Whether it doesn't look at the header: <c>commit</c>.</summary>
    protected virtual bool IgnoresTraceContext => false;

    /// <inheritdoc/>
    public sealed override async ValueTask InvokeAsync(MethodCall call)
    {
        var handle = call.Arguments.Integer("th");
        var transaction = call.Session.Transactions.Find(handle);
        using var turn = await transaction.EnterAsync(call.Cancelled).ConfigureAwait(false);
        // It may have ended while this call waited.
        call.Session.Transactions.Find(handle);
        if (!IgnoresTraceContext && call.Server.Options.TakesTraceContext && TraceContext.Read(call.Http) is { } trace) transaction.Trace = trace;
        await InvokeAsync(call, transaction).ConfigureAwait(false);
    }

    /// <summary>Does it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="transaction">The transaction.</param>
    protected abstract ValueTask InvokeAsync(MethodCall call, WebTransaction transaction);
}
