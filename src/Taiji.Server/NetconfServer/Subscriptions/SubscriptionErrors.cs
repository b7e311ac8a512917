using Taiji.Yang.Diagnostics;

namespace Taiji.Server.NetconfServer.Subscriptions;

/// <summary>The errors of RFC 8639 §2.4.6 and RFC 8641 §4.4.3 as NETCONF has them (RFC 8640 §7).</summary>
internal static class SubscriptionErrors
{
    private const string Notifications = "ietf-subscribed-notifications";
    private const string Push = "ietf-yang-push";

    public static RpcErrorException NoSuchSubscription(uint id) => Of(Notifications, "no-such-subscription", ErrorTag.InvalidValue, $"There is no subscription {id} here.");

    public static RpcErrorException NoSuchSubscriptionToResync(uint id) =>
        Of(Push, "no-such-subscription-resync", ErrorTag.InvalidValue, $"There is no on-change subscription {id} of this session.");

    public static RpcErrorException FilterUnsupported(string message) => Of(Notifications, "filter-unsupported", ErrorTag.InvalidValue, message);

    public static RpcErrorException EncodingUnsupported(string encoding) =>
        Of(Notifications, "encoding-unsupported", ErrorTag.InvalidValue, $"Notifications are sent in XML, not in \"{encoding}\".");

    public static RpcErrorException ReplayUnsupported(string stream) =>
        Of(Notifications, "replay-unsupported", ErrorTag.OperationNotSupported, $"The stream \"{stream}\" has no replay by subscriptions.");

    public static RpcErrorException TooMany(int limit) => Of(Notifications, "insufficient-resources", ErrorTag.ResourceDenied, $"The session has {limit} subscriptions already.");

    public static RpcErrorException NotSubscribable(string datastore) =>
        Of(Push, "datastore-not-subscribable", ErrorTag.InvalidValue, $"The datastore \"{datastore}\" can't be subscribed to.");

    public static RpcErrorException OnChangeUnsupported(string message) => Of(Push, "on-change-unsupported", ErrorTag.OperationNotSupported, message);

    public static RpcErrorException PeriodUnsupported(string message) => Of(Push, "period-unsupported", ErrorTag.InvalidValue, message);

    private static RpcErrorException Of(string module, string identity, string tag, string message) =>
        new(new RpcError { Type = ErrorType.Application, Tag = tag, AppTag = $"{module}:{identity}", Message = message });
}
