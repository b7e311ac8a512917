using System.Globalization;
using Taiji.Datastores.Rpcs;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;

namespace Taiji.Server.Subscriptions.Receivers;

/// <summary>The action <c>reset</c> of a receiver (RFC 8639 §2.5.5).</summary>
/// <param name="subscriptions">The configured subscriptions.</param>
/// <param name="time">The clock.</param>
internal sealed class ResetReceiver(ConfiguredSubscriptions subscriptions, TimeProvider time) : IOperationHandler
{
    /// <summary>The action.</summary>
    public const string Path = SubscriptionsProvider.Path + "/subscription/receivers/receiver/reset";

    /// <inheritdoc/>
    public ValueTask<DataTree?> InvokeAsync(OperationInvocation invocation, CancellationToken cancellationToken)
    {
        var (schema, target) = (invocation.Input.Schema, invocation.Target?.ToString());
        var found =
            from subscription in subscriptions.All
            where subscription.State == "valid"
            let entry = DataPath.Parse(schema, SubscriptionsProvider.Path).Entry("subscription", subscription.Settings.Id.ToString(CultureInfo.InvariantCulture))
            from receiver in subscription.Receivers
            where entry.Child("receivers").Entry("receiver", receiver.Settings.Name).ToString() == target
            select receiver;
        (found.FirstOrDefault() ?? throw NotFound(target)).Reset();
        var output = DataTree.Empty(schema, invocation.Operation.Output).Edit();
        output.SetText(new DataPath(schema, invocation.Operation.Output).Child("time"), SubscriptionTermsWriter.Text(time.GetUtcNow()));
        return new ValueTask<DataTree?>(output.Seal());
    }

    private static RpcErrorException NotFound(string? target) => new(new RpcError
    {
        Type = ErrorType.Application, Tag = ErrorTag.InvalidValue, Path = target, Message = "There is no such receiver of a valid configured subscription.",
    });
}
