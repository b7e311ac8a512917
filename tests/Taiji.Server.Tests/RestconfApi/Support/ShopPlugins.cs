using System.Diagnostics;
using Taiji.Datastores.Operational;
using Taiji.Datastores.Rpcs;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Tests.RestconfApi.Support;

internal sealed class ShopState : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var status = new DataPath(context.Running.Schema).Child("shop:status");
        state.SetText(status.Child("phase"), "open");
        return ValueTask.CompletedTask;
    }
}

internal sealed class ItemState : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var shop = new DataPath(context.Running.Schema).Child("shop:shop");
        if (!context.Running.TryFind(shop, out var node)) return ValueTask.CompletedTask;
        foreach (var item in node.Entries(shop.Child("item").Node)) state.SetText(item.Path.Child("hits"), "42");
        return ValueTask.CompletedTask;
    }
}

/// <summary>The counters of RFC 8040 B.3.1.</summary>
internal sealed class EventCounts : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var events = new DataPath(context.Running.Schema).Child("example-events:events");
        foreach (var (name, count) in new[] { ("interface-up", "42"), ("interface-down", "4") })
        {
            var entry = events.Entry("event", name);
            if (context.Running.TryFind(entry, out _)) state.SetText(entry.Child("event-count"), count);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>The states of RFC 6243 A.2.</summary>
internal sealed class InterfaceStatus : IStateProvider
{
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        var entry = new DataPath(context.Running.Schema).Child("example:interfaces").Entry("interface", "eth1");
        if (context.Running.TryFind(entry, out _)) state.SetText(entry.Child("status"), "up");
        return ValueTask.CompletedTask;
    }
}

internal sealed class ShopOperation(Func<OperationInvocation, DataTree?> run) : IOperationHandler
{
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken) => ValueTask.FromResult(run(invocation));

    public static DataTree? Echo(OperationInvocation call)
    {
        var text = call.Input.TextAt(new DataPath(call.Input.Schema).Append(call.Operation.Input.DataChildren[0]));
        return Output(call, text!);
    }

    public static DataTree? Reset(OperationInvocation call) => Output(call, call.Target!.ToString());

    public static DataTree? Trace(OperationInvocation call) => Output(call, Activity.Current?.TraceId.ToString() ?? "none");

    public static DataTree? Refuse(OperationInvocation call)
    {
        var tag = call.Input.TextAt(new DataPath(call.Input.Schema).Append(call.Operation.Input.DataChildren[0]));
        throw new RpcErrorException(new RpcError { Type = ErrorType.Protocol, Tag = tag!, Message = "Refused as asked." });
    }

    private static DataTree Output(OperationInvocation call, string text)
    {
        var leaf = call.Operation.Output.DataChildren[0];
        var editor = DataTree.Empty(call.Input.Schema, call.Operation.Output).Edit();
        editor.SetText(new DataPath(call.Input.Schema).Append(leaf), text);
        return editor.Seal();
    }
}
